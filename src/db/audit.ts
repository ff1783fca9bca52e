import type { TransactionSql } from 'postgres';
import type { Database } from './open.ts';
import { inSnapshot } from './transaction.ts';

/** `brokenAt` is the first place, by receipt code, where the journal is not as it was written; null when the whole journal is. */
export type Audit = {
  readonly ok: boolean;
  readonly events: number;
  readonly brokenAt: { readonly receiptCode: string; readonly seq: number } | null;
};

/** The dossiers whose key comes after `after` (null: from the first) and not after `upTo` (null: to the last). */
type Range = { readonly after: string | null; readonly upTo: string | null };

/** Recomputes every hash from the previous one and compares each dossier's head with its last event. Reads the whole journal. */
export async function auditJournal(database: Database): Promise<Audit> {
  return inSnapshot(database, 0, (transaction) => auditRange(transaction, { after: null, upTo: null }));
}

/** The same for the next dossiers; `upTo` is the last of them, and null when there are none left. */
export async function auditNext(
  database: Database,
  after: string | null,
  dossiers: number,
): Promise<Audit & { readonly upTo: string | null }> {
  return inSnapshot(database, 0, async (transaction) => {
    const from = after === null ? transaction`` : transaction`where code_key > ${after}`;
    const [last] = await transaction<{ upTo: string | null }[]>`
      select max(code_key) as "upTo" from (select code_key from dossiers ${from} order by code_key limit ${dossiers}) next`;
    const upTo = last?.upTo ?? null;
    return upTo === null ? { ok: true, events: 0, brokenAt: null, upTo } : { ...(await auditRange(transaction, { after, upTo })), upTo };
  });
}

async function auditRange(transaction: TransactionSql, { after, upTo }: Range): Promise<Audit> {
  const from = after === null ? transaction`` : transaction`and code_key > ${after}`;
  const to = upTo === null ? transaction`` : transaction`and code_key <= ${upTo}`;
  const [row] = await transaction<{ events: number; receipt_code: string | null; seq: number | null }[]>`
      with chain as (
        select code_key, seq, hash, hash = event_hash(coalesce(lag(hash) over dossier, ''::bytea), seq, event_id, type, body,
          occurred_at, recorded_at, actor, digest)
          and seq = (row_number() over dossier) - 1 as sound, lead(seq) over dossier is null as is_last
        from events where true ${from} ${to} window dossier as (partition by code_key order by seq)
      ), heads as (
        select code_key, seq, hash from dossiers where true ${from} ${to}
      ), broken as (
        select code_key, seq from chain where not sound
        union all
        select d.code_key, d.seq from heads d left join chain c on c.code_key = d.code_key and c.is_last
        where c.hash is distinct from d.hash or c.seq is distinct from d.seq
      )
      select (select count(*)::int from chain) as events, b.receipt_code, b.seq
      from (select) one left join (select d.receipt_code, broken.seq from broken join dossiers d using (code_key) order by 1,
        2 limit 1) b on true`;
  if (!row) throw new Error('expected one row of the audit, came none');
  const brokenAt = row.receipt_code === null || row.seq === null ? null : { receiptCode: row.receipt_code, seq: row.seq };
  return { ok: brokenAt === null, events: row.events, brokenAt };
}
