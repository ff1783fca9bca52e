import type { Instant } from '../domain/calendar.ts';
import { isWell, TRIAL_EVERY_MS, type GatewayHealth } from '../domain/gateway-health.ts';
import { REFUSAL_KINDS, type GatewayState, type RefusalKind } from '../domain/gateway-state.ts';
import { instantFrom, type Database } from './open.ts';
import type { gateways, gatewayShares } from './schema.ts';
import type { Nullable, SqlRow } from './sql-row.ts';

/** A moment at which a message may be sent: in `waitMs`, and `at` by the database's clock. When not `taken`, ask again after `waitMs`. */
export type Slot = {
  readonly waitMs: number;
  readonly state: GatewayState;
  /** Nothing bad is known of the gateway, and its last success is no news. */
  readonly isWell: boolean;
  /** It has left the shares. */
  readonly isAway: boolean;
} & ({ readonly taken: true; readonly at: Instant } | { readonly taken: false });

/** No slot is given further ahead than this, so that a pause reaches all workers at once, milliseconds. */
export const HORIZON_MS = 1000;

/** More than the longest pause of 5 min. A slot further ahead was given by a clock that has been set back since, milliseconds. */
const TOO_FAR_MS = 600_000;

/** How old the last success that is kept may be while more come, milliseconds. */
export const SUCCESS_IS_OLD_MS = 60_000;

/**
 * Gives out the next moment at which a message may be sent, `intervalMs` after the previous one of all workers together (architecture
 * §5.12). The next worker waits for this row. A message of several parts takes several intervals where the gateway's rate counts parts.
 */
export async function takeSlot({ sql }: Database, gateway: string, intervalMs: number): Promise<Slot> {
  const spacingS = intervalMs / 1000;
  const [row] = await sql<(GatewayHealth & { taken: boolean; waitMs: number; at: string; successIsOld: boolean })[]>`
    with slot as (
      update gateways set next_at = spacing + case when next_at < never then greatest(next_at, statement_timestamp())
        else statement_timestamp() end
      from (select make_interval(secs => ${spacingS}) as spacing,
        statement_timestamp() + make_interval(secs => ${TOO_FAR_MS / 1000}) as never) so_far
      where name = ${gateway} and (next_at < statement_timestamp() + make_interval(secs => ${HORIZON_MS / 1000}) or next_at >= never)
      returning next_at, state, unanswered, refusals, recent, away_since, last_success_at
    )
    select slot.next_at is not null as taken, coalesce(slot.state, g.state) as state,
      coalesce(slot.unanswered, g.unanswered) as unanswered, coalesce(slot.refusals, g.refusals) as refusals,
      coalesce(slot.recent, g.recent) as recent, slot.away_since is not null as "isAway",
      coalesce(slot.last_success_at < clock_timestamp() - make_interval(secs => ${SUCCESS_IS_OLD_MS / 1000}), true) as "successIsOld",
      greatest(0, extract(epoch from coalesce(slot.next_at - make_interval(secs => ${spacingS}),
        g.next_at) - clock_timestamp()) * 1000)::float as "waitMs",
      date_trunc('milliseconds', greatest(clock_timestamp(), slot.next_at - make_interval(secs => ${spacingS}))) as at
    from gateways g left join slot on true where g.name = ${gateway}`;
  if (!row) return { taken: false, waitMs: 1000, state: 'ok', isWell: true, isAway: false };
  const { taken, waitMs, state, isAway, at } = row;
  const slot = { waitMs, state, isAway, isWell: isWell(row) && !row.successIsOld };
  return taken ? { ...slot, taken, at: instantFrom(at) } : { ...slot, taken };
}

/** A gateway as all processes know it. */
export type GatewayRow = {
  readonly name: string;
  readonly state: GatewayState;
  readonly since: Instant;
  /** Null while the share of the settings holds. */
  readonly shareSet: { readonly share: number; readonly reason: string; readonly by: string; readonly at: Instant } | null;
  /** To about a minute. */
  readonly lastSuccessAt: Instant | null;
  readonly refusals: Readonly<Record<RefusalKind, number>>;
  /** Since when it has left the shares, and when its next trial message may leave; null while it has not. */
  readonly awaySince: Instant | null;
  readonly trialAt: Instant | null;
};

type Row = Pick<SqlRow<typeof gateways>, 'name' | 'state' | 'since' | 'last_success_at' | 'refused' | 'away_since' | 'trial_at'> &
  Nullable<Pick<SqlRow<typeof gatewayShares>, 'share' | 'reason' | 'actor' | 'set_at'>>;

/** Every gateway that `migrate` or a worker has ever seen in the settings. */
export async function readGateways({ sql }: Database): Promise<readonly GatewayRow[]> {
  const rows = await sql<Row[]>`
    select g.name, g.state, g.since, g.last_success_at, g.refused, g.away_since, g.trial_at, s.share, s.reason, s.actor, s.set_at
    from gateways g
    left join lateral (
      select share, reason, actor, set_at from gateway_shares where gateway = g.name order by set_at desc limit 1
    ) s on g.share is not null
    order by g.name`;
  return rows.map((row) => ({
    name: row.name,
    state: row.state,
    since: instantFrom(row.since),
    shareSet: shareIn(row),
    lastSuccessAt: instantOrNull(row.last_success_at),
    refusals: { ...NO_REFUSALS, ...row.refused },
    awaySince: instantOrNull(row.away_since),
    trialAt: instantOrNull(row.trial_at),
  }));
}

export const NO_REFUSALS = Object.freeze(Object.fromEntries(REFUSAL_KINDS.map((kind) => [kind, 0])) as Record<RefusalKind, number>);

function shareIn({ share, reason, actor, set_at: setAt }: Row): GatewayRow['shareSet'] {
  if (share === null || reason === null || actor === null || setAt === null) return null;
  return { share, reason, by: actor, at: instantFrom(setAt) };
}

function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instantFrom(text);
}

/** Sets an operator's share in place of that of the settings; the earlier ones stay on record (requirements §11.4). */
export async function setShare(
  { sql }: Database,
  gateway: string,
  { share, reason, by }: { readonly share: number; readonly reason: string; readonly by: string },
): Promise<void> {
  await sql`
    with kept as (insert into gateway_shares (gateway, share, reason, actor) values (${gateway}, ${share}, ${reason}, ${by})),
    recorded as (
      insert into records (kind, actor, subject, detail)
      values ('share_set', ${by}, ${gateway}, jsonb_build_object('share', ${share}::int, 'reason', ${reason}::text))
    )
    update gateways set share = ${share} where name = ${gateway}`;
}

/** Makes the rows that `takeSlot` updates. */
export async function ensureGateway({ sql }: Database, ...names: readonly string[]): Promise<void> {
  await sql`insert into gateways (name) select unnest(${[...names]}::text[]) on conflict do nothing`;
}

/** A gateway as the choice sees it; `share` is the operator's, null where that of the settings holds. */
export type GatewayStanding = {
  readonly name: string;
  readonly share: number | null;
  readonly isAway: boolean;
  readonly isPaused: boolean;
  readonly isTrialDue: boolean;
};

/** How the gateways stand, and the one that alone may send the notice, because it may have it already. Null: any may. */
export type Routing = { readonly standings: readonly GatewayStanding[]; readonly held: { readonly by: string | null } | null };

export async function readRouting({ sql }: Database, key: string, names: readonly string[]): Promise<Routing> {
  const rows = await sql<(GatewayStanding & { isHeld: boolean; heldBy: string | null })[]>`
    select g.name, g.share, g.away_since is not null as "isAway",
      coalesce(g.paused_until > clock_timestamp() + make_interval(secs => ${HORIZON_MS / 1000}), false) as "isPaused",
      coalesce(g.trial_at <= clock_timestamp(), false) as "isTrialDue",
      coalesce(n.perhaps_sent or n.status in ('sending', 'uncertain'), false) as "isHeld", n.gateway as "heldBy"
    from gateways g left join notices n on n.key = ${key} where g.name = any(${[...names]}::text[])`;
  const [first] = rows;
  return { standings: rows, held: first?.isHeld ? { by: first.heldBy } : null };
}

/** Takes the trial of a gateway that is away, one a minute of all workers together. @returns false when another message has it */
export async function takeTrial({ sql }: Database, gateway: string): Promise<boolean> {
  const taken = await sql`
    update gateways set trial_at = clock_timestamp() + make_interval(secs => ${TRIAL_EVERY_MS / 1000})
    where name = ${gateway} and away_since is not null and trial_at <= clock_timestamp() returning name`;
  return taken.length > 0;
}
