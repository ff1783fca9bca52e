import type { Finding } from '../domain/invariants.ts';
import { maskNumbers } from '../domain/mask-numbers.ts';
import type { Database } from './open.ts';
import { inSnapshot } from './transaction.ts';
import type { inquiries, notices } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** The most findings of one check; the first ones say enough. */
const LIMIT = 1000;

/**
 * I4: an inquiry has an outcome after three hours (`bookAbandoned` gives one to a question that was cut short), and only an answer is
 * charged (requirements §7.4, §7.5).
 */
export async function findUnsettledInquiries(database: Database): Promise<readonly Finding[]> {
  const rows = await inSnapshot(
    database,
    0,
    (sql) => sql<Pick<SqlRow<typeof inquiries>, 'gateway' | 'id' | 'nth' | 'phone' | 'outcome' | 'charge'>[]>`
      select gateway, id, nth, phone, outcome, charge from inquiries
      where (outcome is null and received_at < now() - interval '3 hours')
        or (outcome is not null and (charge is null or (charge and outcome <> 'answered')))
        or (outcome = 'answered' and (source is null or (reply is null and text is not null)))
      order by received_at limit ${LIMIT}`,
  );
  return rows.map(({ gateway, id, nth, phone, outcome, charge }) => ({
    invariant: 'I4',
    about: `${gateway}/${maskNumbers(id, { codes: [], sender: phone })}/${nth}`,
    what:
      outcome === null ? 'has no outcome after three hours' : `ended as ${outcome} with the charge mark ${charge}, or without its answer`,
  }));
}

/**
 * I2: the telephone network reported more messages of one notice than were handed over, also under references that the ledger does not
 * know. The parts of a message may have ids of their own.
 */
export async function findRepeatedMessages(database: Database): Promise<readonly Finding[]> {
  const rows = await inSnapshot(
    database,
    0,
    (sql) => sql<(Pick<SqlRow<typeof notices>, 'key' | 'resent'> & { readonly messages: number })[]>`
      select n.key, r.messages, n.resent
      from (
        select coalesce(nullif(notice_key, ''), regexp_replace(reference, '~[0-9]+$', '')) as key,
          count(distinct message_id)::int as messages
        from receipts where message_id <> '' and part = 0 group by 1 having count(distinct message_id) > 1
      ) r join notices n on n.key = r.key
      where r.messages > n.resent + 1 order by n.key limit ${LIMIT}`,
  );
  return rows.map(({ key, messages, resent }) => ({
    invariant: 'I2',
    about: key,
    what: `the network reported ${messages} messages, but it was repeated ${resent} times`,
  }));
}
