import { readGateway } from '../db/gateways.ts';
import { countByStatus } from '../db/notices.ts';
import { countUndelivered } from '../db/outbox.ts';
import { countUnknownAgencies } from '../db/unknown-agencies.ts';
import type { GatewayState } from '../domain/gateway-state.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { orUndefined } from './or-undefined.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What is sampled when metrics are collected. A value that PostgreSQL did not give in time is undefined. */
export type Gauges = {
  readonly undelivered: number | undefined;
  /** A status that no notice has may be left out. */
  readonly noticesByStatus: Readonly<Partial<Record<NoticeStatus, number>>> | undefined;
  readonly gatewayState: GatewayState | undefined;
  /** Agencies whose notices wait, because a worker's settings do not name them (requirements §2). */
  readonly unknownAgencies: number | undefined;
};

export async function readGauges({ database, gateway: name }: Pick<ServiceDeps, 'database' | 'gateway'>): Promise<Gauges> {
  const [undelivered, noticesByStatus, gateway, unknownAgencies] = await Promise.all([
    orUndefined(countUndelivered(database)),
    orUndefined(countByStatus(database)),
    orUndefined(readGateway(database, name)),
    orUndefined(countUnknownAgencies(database)),
  ]);
  const gatewayState = gateway === null ? 'ok' : gateway?.state;
  return { undelivered, noticesByStatus, gatewayState, unknownAgencies };
}
