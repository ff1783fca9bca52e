import type { Instant } from '../domain/calendar.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import type { LedgerRow } from '../domain/ledger-row.ts';
import { replayStates, type DossierStates } from '../domain/dossier-states.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { readEntries, readHeads, splitJournal, type DossierHead } from './dossiers.ts';
import { groupBy } from '../lib/group-by.ts';
import { instantFrom, type Database } from './open.ts';

/** All that PostgreSQL knows of one dossier. */
export type DossierRecord = {
  readonly head: DossierHead;
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
  readonly states: DossierStates;
  readonly rows: readonly LedgerRow[];
  /** Events that no workflow has been told, with the moment from which any api may tell them. */
  readonly undelivered: readonly { readonly seq: number; readonly dueAt: Instant }[];
};

/** Dossiers at a time: two thousand events each at most. */
const BATCH = 200;

/** Every dossier in the order of the keys, a batch at a time: memory does not grow with their number. */
export async function* readRecordBatches(database: Database): AsyncGenerator<readonly DossierRecord[]> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows: { code_key: CodeKey }[] = await database.sql<{ code_key: CodeKey }[]>`
      select code_key from dossiers where code_key > ${after} order by code_key limit ${BATCH}`;
    const keys = rows.map(({ code_key }) => code_key);
    if (keys.length > 0) yield await readRecords(database, keys);
    after = keys.length < BATCH ? undefined : keys.at(-1);
  }
}

/** In the order of the keys. A dossier whose journal is gone is left out: the audit of the hash chain says so. */
export async function readRecords(database: Database, keys: readonly CodeKey[]): Promise<readonly DossierRecord[]> {
  // The journal last: what it knows, nobody else may know before.
  const [ledger, undelivered] = [await readLedger(database, keys), await readUndelivered(database, keys)];
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
      rows: ledger.get(head.codeKey) ?? [],
      undelivered: undelivered.get(head.codeKey) ?? [],
    };
  });
}

type LedgerSqlRow = {
  code_key: CodeKey;
  key: string;
  status: NoticeStatus;
  reason: string | null;
  text: string;
  attempts: number;
  resent: number;
  decided_at: string;
  sent_at: string | null;
  settled_at: string | null;
  acknowledged: boolean;
};

async function readLedger({ sql }: Database, keys: readonly CodeKey[]): Promise<Map<CodeKey, LedgerRow[]>> {
  const rows = await sql<LedgerSqlRow[]>`
    select code_key, key, status, reason, text, attempts, resent, decided_at, sent_at, settled_at, gateway_message_id is not null as acknowledged
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
  const rows = await sql<{ code_key: CodeKey; seq: number; due_at: string }[]>`
    select code_key, seq, due_at from outbox where code_key = any(${[...keys]}::text[]) order by code_key, seq`;
  return groupBy(
    rows,
    ({ code_key }) => code_key,
    ({ seq, due_at }) => ({ seq, dueAt: instantFrom(due_at) }),
  );
}
