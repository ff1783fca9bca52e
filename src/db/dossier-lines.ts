import { getTableColumns, inArray, type Table } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import { dossierLine, type DossierLine } from '../domain/dossier-line.ts';
import { PROBLEM_STATUSES } from '../domain/notice-status.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { groupBy } from '../lib/group-by.ts';
import { readEntries, splitJournal, type JournalEntry } from './dossiers.ts';
import { instantFrom, type Database } from './open.ts';
import { dossierEves, dossierStates, dossierStops } from './schema.ts';

/** Folds the journals of these dossiers and writes what they come to. */
export async function writeLinesOf(database: Database, keys: readonly CodeKey[]): Promise<void> {
  const journals = await readEntries(database, keys);
  await writeLines(database.sql, [...journals.values()].map(foldLine));
}

/** What a journal comes to. Its `seq` also counts an `informed` after the close, which changes nothing else (requirements §4.9). */
function foldLine(entries: readonly JournalEntry[]): DossierLine {
  const { registration, events } = splitJournal(entries);
  const line = dossierLine(registration, events);
  return { ...line, seq: entries.at(-1)?.seq ?? line.seq };
}

/**
 * Folds anew what may be wrong, or was folded otherwise by an earlier build. Whoever folds one of them meanwhile, the newest fold stays.
 */
export async function rewriteLinesOf(database: Database, keys: readonly CodeKey[]): Promise<void> {
  await database.sql`
    with stops as (delete from dossier_stops where code_key = any(${[...keys]}::text[])),
      eves as (delete from dossier_eves where code_key = any(${[...keys]}::text[]))
    update dossier_states set seq = -1 where code_key = any(${[...keys]}::text[])`;
  await writeLinesOf(database, keys);
}

/** The lines of dossiers that nobody knows. */
export async function findStrayLines({ sql }: Database): Promise<CodeKey[]> {
  const rows = await sql<{ code_key: CodeKey }[]>`
    select code_key from dossier_states s where not exists (select from dossiers d where d.code_key = s.code_key)`;
  return rows.map(({ code_key }) => code_key);
}

export async function deleteStrayLines({ sql }: Database): Promise<CodeKey[]> {
  const rows = await sql<{ code_key: CodeKey }[]>`
    delete from dossier_states s where not exists (select from dossiers d where d.code_key = s.code_key) returning code_key`;
  return rows.map(({ code_key }) => code_key);
}

/**
 * Writes lines and takes the marks of what they know off. `seq` only grows, so order and repetition do not matter. The stops and eves of a
 * dossier are written by whoever holds the lock of its row; a mark that another writer holds is about to go. Of a closed dossier the
 * notices by which nobody was told are laid aside (`ofClosed` of the table).
 */
export async function writeLines(sql: Database['sql'], lines: readonly DossierLine[]): Promise<void> {
  if (lines.length === 0) return;
  const ordered = lines.toSorted((left, right) => (left.codeKey < right.codeKey ? -1 : 1)); // no two writers wait for each other
  const stops = ordered.flatMap((line) => line.stops.map((stop, index) => ({ codeKey: line.codeKey, nth: index + 1, ...stop })));
  const eves = ordered.flatMap((line) => line.eves.map((eve) => ({ codeKey: line.codeKey, ...eve })));
  await sql`
    with written as (
      insert into dossier_states as before
      select * from jsonb_populate_recordset(null::dossier_states, ${rowsOf(dossierStates, ordered)}::text::jsonb)
      on conflict (code_key) do update set (${sql.unsafe(COLUMNS)}) = (select ${sql.unsafe(NEW_COLUMNS)})
      where excluded.seq > before.seq returning code_key, closed
    ), laid_aside as (
      update notices set of_closed = true where key in (
        select n.key from written join notices n using (code_key) where written.closed and not n.of_closed
          and (n.status = any(${[...PROBLEM_STATUSES]}::text[]::notice_status[]) or (n.status = 'skipped' and n.reason = 'no_phone'))
        for update of n skip locked)
    ), stops as (
      insert into dossier_stops as before
      select stop.* from jsonb_populate_recordset(null::dossier_stops, ${rowsOf(dossierStops, stops)}::text::jsonb) stop
      join written using (code_key)
      on conflict (code_key, nth) do update set stopped_from = excluded.stopped_from, stopped_to = excluded.stopped_to
      where (before.stopped_from, before.stopped_to) is distinct from (excluded.stopped_from, excluded.stopped_to)
    ), eves as (
      insert into dossier_eves as before
      select eve.* from jsonb_populate_recordset(null::dossier_eves, ${rowsOf(dossierEves, eves)}::text::jsonb) eve
      join written using (code_key)
      on conflict (code_key, due_date) do update
        set called_at_three = excluded.called_at_three, called_at_instant = excluded.called_at_instant
      where (before.called_at_three, before.called_at_instant) is distinct from (excluded.called_at_three, excluded.called_at_instant)
    )
    delete from unlisted mark using (
      select u.code_key, u.seq from unnest(${ordered.map(({ codeKey }) => codeKey)}::text[], ${ordered.map(({ seq }) => seq)}::int[])
          as line (code_key, seq) join unlisted u on u.code_key = line.code_key and u.seq <= line.seq
        for update of u skip locked
    ) known where mark.code_key = known.code_key and mark.seq = known.seq`;
}

/** The lines of these dossiers as they are kept. */
export async function readLines({ orm }: Database, keys: readonly CodeKey[]): Promise<Map<CodeKey, DossierLine>> {
  const [states, stops, eves] = [
    await orm.select().from(dossierStates).where(inArray(dossierStates.codeKey, keys)),
    await orm.select().from(dossierStops).where(inArray(dossierStops.codeKey, keys)).orderBy(dossierStops.nth),
    await orm.select().from(dossierEves).where(inArray(dossierEves.codeKey, keys)).orderBy(dossierEves.dueDate),
  ];
  const stopsOf = groupBy(
    stops,
    ({ codeKey }) => codeKey,
    ({ from, to }) => ({ from: instantFrom(from), to: instantOrNull(to) }),
  );
  const evesOf = groupBy(
    eves,
    ({ codeKey }) => codeKey,
    ({ dueDate, calledAtThree, calledAtInstant }) => ({ dueDate, calledAtThree, calledAtInstant }),
  );
  const lineOf = (row: (typeof states)[number]): DossierLine => ({
    ...row,
    waitingSince: instantOrNull(row.waitingSince),
    stoppedSince: instantOrNull(row.stoppedSince),
    apologyAt: instantOrNull(row.apologyAt),
    stops: stopsOf.get(row.codeKey) ?? [],
    eves: evesOf.get(row.codeKey) ?? [],
  });
  return new Map(states.map((row) => [row.codeKey, lineOf(row)]));
}

function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instantFrom(text);
}

const COLUMNS = namesOf(dossierStates).join();
const NEW_COLUMNS = namesOf(dossierStates)
  .map((name) => `excluded.${name}`)
  .join();

function namesOf(table: Table): string[] {
  return Object.values(getTableColumns(table)).map(({ name }) => name);
}

/** As JSON with the names of the columns. */
function rowsOf(table: Table, values: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = Object.entries(getTableColumns(table));
  return JSON.stringify(values.map((value) => Object.fromEntries(columns.map(([field, { name }]) => [name, value[field]]))));
}
