import type { TransactionSql } from 'postgres';
import { afterHandOver, isSuccess, isWell, TRIAL_EVERY_MS, WELL, type GatewayHealth, type HandOverEnd } from '../domain/gateway-health.ts';
import { SUCCESS_IS_OLD_MS } from './gateways.ts';
import type { Database } from './open.ts';
import { inTransaction } from './transaction.ts';

/** How a gateway answered a hand-over. */
export type Answered = {
  readonly gateway: string;
  /** The other gateways of the settings that send notices. */
  readonly others: readonly string[];
  readonly end: HandOverEnd;
  /** How long nobody gets a slot from now on, milliseconds. */
  readonly pauseMs: number;
};

/**
 * Tells all workers how a gateway answered a hand-over (requirements §11.4). While all is well, a success changes nothing and is only read.
 */
export async function noteHandOver({ sql }: Database, answered: Answered): Promise<void> {
  if (isSuccess(answered.end) && isNoNews(answered, await read(sql, answered))) return;
  await inTransaction(sql, async (transaction) => {
    const { own, othersPresent } = await read(transaction, answered, true);
    await write(transaction, answered, afterHandOver(own, answered.end, othersPresent));
  });
}

type Known = { readonly own: GatewayHealth; readonly successIsOld: boolean; readonly othersPresent: boolean };
type Row = GatewayHealth & { readonly name: string; readonly successIsOld: boolean };

/** Rows are locked in one order, so that two workers never wait for each other. */
async function read(sql: Database['sql'] | TransactionSql, { gateway, others }: Answered, locks = false): Promise<Known> {
  const rows = await sql<Row[]>`
    select name, state, unanswered, refusals, recent, away_since is not null as "isAway",
      coalesce(last_success_at < clock_timestamp() - make_interval(secs => ${SUCCESS_IS_OLD_MS / 1000}), true) as "successIsOld"
    from gateways where name = any(${[gateway, ...others]}::text[]) order by name ${locks ? sql`for update` : sql``}`;
  const own = rows.find(({ name }) => name === gateway);
  const othersPresent = rows.some(({ name, isAway }) => name !== gateway && !isAway);
  return { own: own ?? WELL, successIsOld: own?.successIsOld ?? false, othersPresent };
}

function isNoNews({ end }: Answered, { own, successIsOld, othersPresent }: Known): boolean {
  return isWell(own) && isWell(afterHandOver(own, end, othersPresent)) && !successIsOld;
}

async function write(sql: TransactionSql, { gateway, end, pauseMs }: Answered, after: GatewayHealth): Promise<void> {
  const { state, unanswered, refusals, recent, isAway } = after;
  const { outcome } = end;
  await sql`
    update gateways set state = ${state}, since = case when state = ${state} then since else now() end, unanswered = ${unanswered},
      refusals = ${refusals}, recent = ${recent}, away_since = case when ${isAway} then coalesce(away_since, now()) end,
      trial_at = case when ${isAway} then coalesce(trial_at, now() + make_interval(secs => ${TRIAL_EVERY_MS / 1000})) end,
      last_success_at = case when ${isSuccess(end)} then now() else last_success_at end,
      refused = case when ${isSuccess(end)} then refused
        else jsonb_set(refused, array[${outcome}::text], to_jsonb(coalesce((refused ->> ${outcome}::text)::int, 0) + 1)) end,
      next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${pauseMs / 1000})),
      paused_until = case when ${pauseMs > 0} then greatest(paused_until, clock_timestamp() + make_interval(secs => ${pauseMs / 1000}))
        else paused_until end
    where name = ${gateway}`;
}
