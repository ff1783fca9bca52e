import type { Instant } from '../domain/calendar.ts';
import type { GatewayState } from '../domain/gateway-state.ts';
import { instantFrom, withoutWaitingForTheDisk, type Database } from './open.ts';

/** A place in the gateway's queue: `waitMs` until it may be used, `at` by the database's clock; `taken` false: come back then and ask again. */
export type Slot = { readonly waitMs: number; readonly state: GatewayState } & (
  | { readonly taken: true; readonly at: Instant }
  | { readonly taken: false }
);

/** Further ahead than this no slot is given, so that a pause or a throttle reaches everybody at once, milliseconds. */
const HORIZON_MS = 1000;

/** Above the longest pause that is ever ordered (5 min): a slot further ahead was handed out by a clock that has been set back since, milliseconds. */
const NEVER_SO_FAR_MS = 600_000;

/**
 * Hands out the next moment at which all workers together may send, `intervalMs` after the one before (architecture §5.12). Who comes next
 * waits for this row and not for the disk: a message leaves on the strength of its claim, which is written after its slot.
 */
export async function takeSlot({ sql }: Database, gateway: string, intervalMs: number): Promise<Slot> {
  const spacingS = intervalMs / 1000;
  const [row] = await sql<{ taken: boolean; wait_ms: number; state: GatewayState; at: string }[]>`
    with slot as (
      update gateways set next_at = spacing + case when next_at < never then greatest(next_at, statement_timestamp()) else statement_timestamp() end
      from (select make_interval(secs => ${spacingS}) as spacing, statement_timestamp() + make_interval(secs => ${NEVER_SO_FAR_MS / 1000}) as never) so_far
      where name = ${gateway} and (next_at < statement_timestamp() + make_interval(secs => ${HORIZON_MS / 1000}) or next_at >= never)
      returning next_at, state
    )
    select slot.next_at is not null as taken, coalesce(slot.state, g.state) as state,
      greatest(0, extract(epoch from coalesce(slot.next_at - make_interval(secs => ${spacingS}), g.next_at) - clock_timestamp()) * 1000)::float as wait_ms,
      date_trunc('milliseconds', greatest(clock_timestamp(), slot.next_at - make_interval(secs => ${spacingS}))) as at
    from gateways g left join slot on true, ${withoutWaitingForTheDisk(sql)} where g.name = ${gateway}`;
  if (!row) return { taken: false, waitMs: 1000, state: 'ok' };
  const { taken, wait_ms: waitMs, state, at } = row;
  return taken ? { taken, waitMs, state, at: instantFrom(at) } : { taken, waitMs, state };
}

/** What a hand-over taught us, told to all workers; `pauseMs` from now nobody gets a slot. */
export async function noteGateway({ sql }: Database, gateway: string, state: GatewayState, pauseMs: number): Promise<void> {
  await sql`
    update gateways set state = ${state}, since = case when state = ${state} then since else now() end,
      next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${pauseMs / 1000}))
    where name = ${gateway}`;
}

export async function readGateway(
  { sql }: Database,
  gateway: string,
): Promise<{ readonly state: GatewayState; readonly since: Instant } | null> {
  const [row] = await sql<{ state: GatewayState; since: string }[]>`select state, since from gateways where name = ${gateway}`;
  return row ? { state: row.state, since: instantFrom(row.since) } : null;
}

/** Makes the row that `takeSlot` moves. */
export async function ensureGateway({ sql }: Database, gateway: string): Promise<void> {
  await sql`insert into gateways (name) values (${gateway}) on conflict do nothing`;
}
