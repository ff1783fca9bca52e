import type { Instant } from '../domain/calendar.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import type { LedgerRow } from '../domain/ledger-row.ts';
import { replayStates, type DossierStates } from '../domain/dossier-states.ts';
import type { DossierLine } from '../domain/dossier-line.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { readLines } from './dossier-lines.ts';
import { readEntries, readHeads, splitJournal, type DossierHead } from './dossiers.ts';
import { groupBy } from '../lib/group-by.ts';
import { instantFrom, type Database } from './open.ts';
import type { notices, outbox } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** All that PostgreSQL knows about one dossier. */
export type DossierRecord = {
  readonly head: DossierHead;
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
  readonly states: DossierStates;
  /** The number of the journal's last event, which may have come after the close (requirements §4.9). */
  readonly lastSeq: number;
  readonly rows: readonly LedgerRow[];
  /** Events that no workflow has received, with the moment from which any api may deliver them. */
  readonly undelivered: readonly { readonly seq: number; readonly dueAt: Instant }[];
  /** What lists and statistics read. */
  readonly line: DossierLine | null;
};

/** Dossiers per batch. Each has 2,000 events at most. */
const BATCH_SIZE = 200;

/** Reads every dossier in the order of the keys. Batches keep the memory that this takes independent of the number of dossiers. */
export async function* readRecordBatches(database: Database): AsyncGenerator<readonly DossierRecord[]> {
  for await (const keys of readKeyBatches(database)) yield await readRecords(database, keys);
}

export async function* readKeyBatches(database: Database): AsyncGenerator<readonly CodeKey[]> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows: { code_key: CodeKey }[] = await database.sql<{ code_key: CodeKey }[]>`
      select code_key from dossiers where code_key > ${after} order by code_key limit ${BATCH_SIZE}`;
    const keys = rows.map(({ code_key }) => code_key);
    if (keys.length > 0) yield keys;
    after = keys.length < BATCH_SIZE ? undefined : keys.at(-1);
  }
}

/** Returns records in the order of `keys`. A dossier whose journal is gone is left out; the audit of the hash chain reports it. */
export async function readRecords(database: Database, keys: readonly CodeKey[]): Promise<readonly DossierRecord[]> {
  // The journal is read last: an event must be in it before anything else knows of the event.
  const [ledger, undelivered] = [await readLedger(database, keys), await readUndelivered(database, keys)];
  const lines = await readLines(database, keys);
  const [heads, journals] = [await readHeads(database, keys), await readEntries(database, keys)];
  const byKey = new Map(heads.map((head) => [head.codeKey, head]));
  return keys.flatMap((key) => {
    const [head, entries] = [byKey.get(key), journals.get(key)];
    if (!head || !entries) return [];
    const { registration, events } = splitJournal(entries);
    return {
      head,
      registration,
      events,
      states: replayStates(registration, events),
      lastSeq: entries.at(-1)?.seq ?? 0,
      rows: ledger.get(head.codeKey) ?? [],
      undelivered: undelivered.get(head.codeKey) ?? [],
      line: lines.get(head.codeKey) ?? null,
    };
  });
}

type NoticeColumn = 'code_key' | 'key' | 'status' | 'reason' | 'text' | 'attempts' | 'resent' | 'decided_at' | 'sent_at' | 'settled_at';
type NoticeSqlRow = Pick<SqlRow<typeof notices>, NoticeColumn> & { readonly acknowledged: boolean };

async function readLedger({ sql }: Database, keys: readonly CodeKey[]): Promise<Map<CodeKey, LedgerRow[]>> {
  const rows = await sql<NoticeSqlRow[]>`
    select code_key, key, status, reason, text, attempts, resent, decided_at, sent_at, settled_at,
      gateway_message_id is not null as acknowledged
    from notices where code_key = any(${[...keys]}::text[]) order by decided_at, key`;
  const readable = rows.flatMap((row) => {
    const read = readNoticeKey(row.key);
    return read ? [{ row, notice: read.notice }] : [];
  });
  return groupBy(
    readable,
    ({ row }) => row.code_key,
    ({ row: { key, status, reason, text, attempts, resent, acknowledged, ...at }, notice }): LedgerRow => ({
      key,
      notice,
      status,
      reason,
      text,
      attempts,
      resent,
      acknowledged,
      decidedAt: instantFrom(at.decided_at),
      sentAt: at.sent_at === null ? null : instantFrom(at.sent_at),
      settledAt: at.settled_at === null ? null : instantFrom(at.settled_at),
    }),
  );
}

async function readUndelivered({ sql }: Database, keys: readonly CodeKey[]): Promise<Map<CodeKey, { seq: number; dueAt: Instant }[]>> {
  const rows = await sql<SqlRow<typeof outbox>[]>`
    select code_key, seq, due_at from outbox where code_key = any(${[...keys]}::text[]) order by code_key, seq`;
  return groupBy(
    rows,
    ({ code_key }) => code_key,
    ({ seq, due_at }) => ({ seq, dueAt: instantFrom(due_at) }),
  );
}
