import type { Instant } from '../domain/calendar.ts';
import { fold, untilClose, type Dossier, type DossierEvent, type Registration } from '../domain/dossier.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { groupBy } from '../lib/group-by.ts';
import type { Contact } from '../domain/contact.ts';
import { instantFrom, type Database } from './open.ts';
import type { contacts, dossiers, events, snapshots } from './schema.ts';
import type { Nullable, SqlRow } from './sql-row.ts';
import type { Reader } from './transaction.ts';

/** What PostgreSQL knows about a dossier without folding its journal. It has a `snapshot` once its workflow has ended. */
export type DossierHead = {
  readonly codeKey: CodeKey;
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly seq: number;
  readonly closed: boolean;
  readonly contact: Contact;
  readonly snapshot: Dossier | null;
  /**
   * It was closed so long ago that its personal data is erased (requirements §9). Inquiries about it are no longer answered (requirements
   * §7.1).
   */
  readonly erased: boolean;
};

/** One event of the journal as it was recorded; `seq` 0 is the registration. */
export type JournalEntry = {
  readonly codeKey: CodeKey;
  readonly seq: number;
  readonly eventId: string | null;
  readonly type: 'register' | DossierEvent['type'];
  readonly body: Readonly<Record<string, unknown>>;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly actor: string;
};

export async function readHeads({ sql }: Database, keys: readonly CodeKey[]): Promise<DossierHead[]> {
  if (keys.length === 0) return [];
  return (await headRows(sql, keys)).map(headOf);
}

/** The rows that `headOf` reads. They serve as a statement of their own or as a part of another one. */
export function headRows(sql: Database['sql'], keys: readonly CodeKey[]) {
  return sql<HeadRow[]>`
    select d.code_key, d.receipt_code, d.agency, d.seq, d.closed_at is not null as closed, c.phone, c.problem, c.key is null as erased,
      s.dossier
    from dossiers d left join contacts c using (code_key) left join snapshots s using (code_key)
    where d.code_key = any(${[...keys]}::text[])`;
}

export async function readEntries({ sql }: Reader, keys: readonly CodeKey[]): Promise<Map<CodeKey, JournalEntry[]>> {
  const rows = await sql<EntryRow[]>`
    select code_key, seq, event_id, type, body, occurred_at, recorded_at, actor from events
    where code_key = any(${[...keys]}::text[]) order by code_key, seq`;
  return groupBy(rows, ({ code_key }) => code_key, entryOf);
}

/** Folds the journal of a dossier; undefined when there is no such dossier. */
export async function readFoldedDossier(database: Database, key: CodeKey): Promise<Dossier | undefined> {
  const entries = (await readEntries(database, [key])).get(key);
  return entries && foldEntries(entries);
}

/** @throws when the journal does not begin with its registration */
export function foldEntries(entries: readonly JournalEntry[]): Dossier {
  const { registration, events } = splitJournal(entries);
  return fold(registration, events);
}

/** What the fold reads: the events up to the close (requirements §4.9). */
export function splitJournal(entries: readonly JournalEntry[]): {
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
} {
  const [first, ...rest] = entries;
  if (first?.type !== 'register') throw new Error(`the journal of ${first?.codeKey} does not begin with its registration`);
  return { registration: registrationOf(first), events: untilClose(rest.map(eventOf)) };
}

export type HeadRow = Pick<SqlRow<typeof dossiers>, 'code_key' | 'receipt_code' | 'agency' | 'seq'> &
  Nullable<Pick<SqlRow<typeof contacts>, 'phone' | 'problem'> & Pick<SqlRow<typeof snapshots>, 'dossier'>> & {
    readonly closed: boolean;
    readonly erased: boolean;
  };
type EntryRow = Omit<SqlRow<typeof events>, 'digest' | 'hash'>;

export function headOf(row: HeadRow): DossierHead {
  const { code_key: codeKey, receipt_code: receiptCode, agency, seq, closed, phone, problem, erased, dossier } = row;
  return { codeKey, receiptCode, agency, seq, closed, contact: { phone, problem }, snapshot: dossier, erased };
}

function entryOf({ code_key: codeKey, event_id: eventId, seq, type, body, occurred_at, recorded_at, actor }: EntryRow): JournalEntry {
  return { codeKey, seq, eventId, type, body, occurredAt: instantFrom(occurred_at), recordedAt: instantFrom(recorded_at), actor };
}

/** The journal holds only bodies that were checked before they were recorded, and it never changes. */
function registrationOf({ body, occurredAt, recordedAt }: JournalEntry): Registration {
  return { ...(body as Omit<Registration, 'receivedAt' | 'recordedAt'>), receivedAt: occurredAt, recordedAt };
}

/** An event as the fold and the workflow know it. Its note stays here (requirements §4.8). */
export function eventOf({
  seq,
  type,
  body,
  occurredAt,
  recordedAt,
}: Pick<JournalEntry, 'seq' | 'type' | 'body' | 'occurredAt' | 'recordedAt'>): DossierEvent {
  const told = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'note'));
  return { seq, type, ...told, recordedAt, occurredAt } as DossierEvent;
}
