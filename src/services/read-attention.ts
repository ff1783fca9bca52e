import { countDelayed } from '../db/delayed-notices.ts';
import { countOverdue } from '../db/outbox.ts';
import { countUnreached, type UnreachedCount } from '../db/unreached-counts.ts';
import type { Scope } from '../domain/scope.ts';
import { listGateways, type ListedGateway } from './list-gateways.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What somebody should look after now (console §4). */
export type Attention = {
  /** Gateways that do not take messages as they should; none for a caller that is bound to agencies (requirements §8.1). */
  readonly gateways: readonly ListedGateway[];
  /** Events that Temporal has not got yet. */
  readonly undelivered: number;
  /** Notices that are due and have not left, for whatever reason. */
  readonly delayed: number;
  /** Notices by which nobody was told (requirements §8.5). */
  readonly unreached: readonly UnreachedCount[];
};

/** An event is delivered at once; one that is older than this waits for Temporal, seconds. */
const UNDELIVERED_AFTER_S = 60;
/** An evening of many apologies takes its minutes; what is due for longer is stuck, seconds. */
const DELAYED_AFTER_S = 600;

export async function readAttention(
  { database, gateways, lists }: Pick<ServiceDeps, 'database' | 'gateways' | 'lists'>,
  { agencies }: Scope,
): Promise<Attention> {
  await lists.catchUp();
  const [listed, undelivered, delayed, unreached] = await Promise.all([
    agencies === null ? listGateways({ database, gateways }) : [],
    countOverdue(database, agencies, UNDELIVERED_AFTER_S),
    countDelayed(database, agencies, DELAYED_AFTER_S),
    countUnreached(database, agencies),
  ]);
  return { gateways: listed.filter(({ state, awaySince }) => state !== 'ok' || awaySince !== null), undelivered, delayed, unreached };
}
