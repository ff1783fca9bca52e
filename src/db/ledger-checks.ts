import type { TransactionSql } from 'postgres';
import type { Finding } from '../domain/invariants.ts';
import type { Database } from './open.ts';

/** What a pass over a whole table finds; each is asked for so many at most, because the first say enough. */
const LIMIT = 1000;

/** I4: every inquiry that was taken more than three hours ago has an outcome (`bookAbandoned` gives one that was cut short its own), and only an answer is charged (requirements §7.4, §7.5). */
export async function findUnsettledInquiries(database: Database): Promise<readonly Finding[]> {
  const rows = await readWithoutTimeout(
    database,
    (sql) => sql<{ gateway: string; id: string; outcome: string | null; charge: boolean | null }[]>`
      select gateway, id, outcome, charge from inquiries
      where (outcome is null and received_at < now() - interval '3 hours')
        or (outcome is not null and (charge is null or (charge and outcome <> 'answered')))
        or (outcome = 'answered' and (reply is null or source is null))
      order by received_at limit ${LIMIT}`,
  );
  return rows.map(({ gateway, id, outcome, charge }) => ({
    invariant: 'I4',
    about: `${gateway}/${id}`,
    what:
      outcome === null ? 'has no outcome after three hours' : `ended as ${outcome} with the charge mark ${charge}, or without its answer`,
  }));
}

/** I2: the telephone network reported on more messages of one notice than were handed over. */
export async function findRepeatedMessages(database: Database): Promise<readonly Finding[]> {
  const rows = await readWithoutTimeout(
    database,
    (sql) => sql<{ key: string; messages: number; resent: number }[]>`
      select n.key, r.messages, n.resent
      from (
        select notice_key, count(distinct message_id)::int as messages from receipts group by notice_key having count(distinct message_id) > 1
      ) r join notices n on n.key = r.notice_key
      where r.messages > n.resent + 1 order by n.key limit ${LIMIT}`,
  );
  return rows.map(({ key, messages, resent }) => ({
    invariant: 'I2',
    about: key,
    what: `the network reported ${messages} messages, but it was repeated ${resent} times`,
  }));
}

/** These read a whole table, which may take longer than a statement usually may. */
async function readWithoutTimeout<Row extends object>(
  { sql }: Database,
  ask: (sql: TransactionSql) => Promise<Row[]>,
): Promise<readonly Row[]> {
  const answer: { rows: readonly Row[] } = { rows: [] };
  await sql.begin('read only', async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    answer.rows = await ask(transaction);
  });
  return answer.rows;
}
