import type { TransactionSql } from 'postgres';
import type { Database } from './open.ts';
import { inTransaction } from './transaction.ts';

/** `brokenAt` is the first place, by receipt code, where the journal is not as it was written; null when the whole journal is. */
export type Audit = {
  readonly ok: boolean;
  readonly events: number;
  readonly brokenAt: { readonly receiptCode: string; readonly seq: number } | null;
};

/** Recomputes every hash from the previous one and compares each dossier's head with its last event. Reads the whole journal. */
export async function auditJournal({ sql }: Database): Promise<Audit> {
  const readAll = async (transaction: TransactionSql): Promise<Audit> => {
    await transaction`set local statement_timeout = 0`;
    const [row] = await transaction<{ events: number; receipt_code: string | null; seq: number | null }[]>`
      with chain as (
        select code_key, seq, hash, hash = event_hash(coalesce(lag(hash) over dossier, ''::bytea), seq, event_id, type, body,
          occurred_at, recorded_at, actor, digest)
          and seq = (row_number() over dossier) - 1 as sound, lead(seq) over dossier is null as is_last
        from events window dossier as (partition by code_key order by seq)
      ), broken as (
        select code_key, seq from chain where not sound
        union all
        select d.code_key, d.seq from dossiers d left join chain c on c.code_key = d.code_key and c.is_last
        where c.hash is distinct from d.hash or c.seq is distinct from d.seq
      )
      select (select count(*)::int from events) as events, b.receipt_code, b.seq
      from (select) one left join (select d.receipt_code, broken.seq from broken join dossiers d using (code_key) order by 1,
        2 limit 1) b on true`;
    if (!row) throw new Error('expected one row of the audit, came none');
    const brokenAt = row.receipt_code === null || row.seq === null ? null : { receiptCode: row.receipt_code, seq: row.seq };
    return { ok: brokenAt === null, events: row.events, brokenAt };
  };
  return inTransaction(sql, readAll, 'isolation level repeatable read read only');
}
