import { readLastChargeDay } from '../db/charges.ts';
import { countByStatus } from '../db/notices.ts';
import { countUndelivered } from '../db/outbox.ts';
import { countUnknownAgencies } from '../db/unknown-agencies.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { listGateways, type ListedGateway } from './list-gateways.ts';
import { orUndefined } from './or-undefined.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What is sampled when metrics are collected. A value that PostgreSQL did not give in time is undefined. */
export type Gauges = {
  readonly undelivered: number | undefined;
  /** A status that no notice has may be left out. */
  readonly noticesByStatus: Readonly<Partial<Record<NoticeStatus, number>>> | undefined;
  readonly gateways: readonly Pick<ListedGateway, 'name' | 'state' | 'share' | 'refusals'>[] | undefined;
  /** Agencies whose notices wait, because a worker's settings do not name them (requirements §2). */
  readonly unknownAgencies: number | undefined;
  /** Of the last day that was reconciled (requirements §11.5). */
  readonly chargeDifferences: number | undefined;
};

export async function readGauges({ database, gateways }: Pick<ServiceDeps, 'database' | 'gateways'>): Promise<Gauges> {
  const [undelivered, noticesByStatus, listed, unknownAgencies, lastDay] = await Promise.all([
    orUndefined(countUndelivered(database)),
    orUndefined(countByStatus(database)),
    orUndefined(listGateways({ database, gateways })),
    orUndefined(countUnknownAgencies(database)),
    orUndefined(readLastChargeDay(database)),
  ]);
  const chargeDifferences = lastDay === null ? 0 : lastDay?.differences;
  return { undelivered, noticesByStatus, gateways: listed, unknownAgencies, chargeDifferences };
}
