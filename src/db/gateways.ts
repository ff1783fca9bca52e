import type { Instant } from '../domain/calendar.ts';
import { UNANSWERED_MAX, type GatewayState } from '../domain/gateway-state.ts';
import { instantFrom, type Database } from './open.ts';
import type { gateways } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** A moment at which a message may be sent: in `waitMs`, and `at` by the database's clock. When not `taken`, ask again after `waitMs`. */
export type Slot = {
  readonly waitMs: number;
  readonly state: GatewayState;
  /** Whether the gateway answered the last hand-over, and took it. */
  readonly isWell: boolean;
} & ({ readonly taken: true; readonly at: Instant } | { readonly taken: false });

/** No slot is given further ahead than this, so that a pause reaches all workers at once, milliseconds. */
const HORIZON_MS = 1000;

/** More than the longest pause of 5 min. A slot further ahead was given by a clock that has been set back since, milliseconds. */
const TOO_FAR_MS = 600_000;

/**
 * Gives out the next moment at which a message may be sent, `intervalMs` after the previous one of all workers together (architecture
 * §5.12). The next worker waits for this row.
 */
export async function takeSlot({ sql }: Database, gateway: string, intervalMs: number): Promise<Slot> {
  const spacingS = intervalMs / 1000;
  const [row] = await sql<{ taken: boolean; wait_ms: number; state: GatewayState; unanswered: number; at: string }[]>`
    with slot as (
      update gateways set next_at = spacing + case when next_at < never then greatest(next_at, statement_timestamp())
        else statement_timestamp() end
      from (select make_interval(secs => ${spacingS}) as spacing,
        statement_timestamp() + make_interval(secs => ${TOO_FAR_MS / 1000}) as never) so_far
      where name = ${gateway} and (next_at < statement_timestamp() + make_interval(secs => ${HORIZON_MS / 1000}) or next_at >= never)
      returning next_at, state, unanswered
    )
    select slot.next_at is not null as taken, coalesce(slot.state, g.state) as state,
      coalesce(slot.unanswered, g.unanswered) as unanswered,
      greatest(0, extract(epoch from coalesce(slot.next_at - make_interval(secs => ${spacingS}),
        g.next_at) - clock_timestamp()) * 1000)::float as wait_ms,
      date_trunc('milliseconds', greatest(clock_timestamp(), slot.next_at - make_interval(secs => ${spacingS}))) as at
    from gateways g left join slot on true where g.name = ${gateway}`;
  if (!row) return { taken: false, waitMs: 1000, state: 'ok', isWell: true };
  const { taken, wait_ms: waitMs, state, unanswered, at } = row;
  const slot = { waitMs, state, isWell: state === 'ok' && unanswered === 0 };
  return taken ? { ...slot, taken, at: instantFrom(at) } : { ...slot, taken };
}

/** Tells all workers how the gateway answered a hand-over. Nobody gets a slot for the next `pauseMs`. */
export async function noteGateway({ sql }: Database, gateway: string, state: GatewayState, pauseMs: number): Promise<void> {
  await sql`
    update gateways set state = ${state}, since = case when state = ${state} then since else now() end, unanswered = 0,
      next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${pauseMs / 1000}))
    where name = ${gateway}`;
}

/** Counts a hand-over that the gateway did not answer: too many of them without an answer between make it `unavailable`. */
export async function noteUnanswered({ sql }: Database, gateway: string): Promise<void> {
  await sql`
    update gateways set unanswered = unanswered + 1,
      state = case when unanswered + 1 < ${UNANSWERED_MAX} then state else 'unavailable' end,
      since = case when unanswered + 1 < ${UNANSWERED_MAX} or state = 'unavailable' then since else now() end
    where name = ${gateway}`;
}

export async function readGateway(
  { sql }: Database,
  gateway: string,
): Promise<{ readonly state: GatewayState; readonly since: Instant } | null> {
  const [row] = await sql<Pick<SqlRow<typeof gateways>, 'state' | 'since'>[]>`select state, since from gateways where name = ${gateway}`;
  return row ? { state: row.state, since: instantFrom(row.since) } : null;
}

/** Makes the row that `takeSlot` updates. */
export async function ensureGateway({ sql }: Database, gateway: string): Promise<void> {
  await sql`insert into gateways (name) values (${gateway}) on conflict do nothing`;
}
