import { readGateway } from '../db/gateways.ts';
import type { GatewayState } from '../domain/gateway-state.ts';
import { orUndefined } from './or-undefined.ts';
import type { ServiceDeps } from './service-deps.ts';

export type Health = {
  readonly status: 'ready' | 'degraded' | 'unready';
  readonly database: 'up' | 'down';
  readonly temporal: 'up' | 'down';
  readonly gateway: GatewayState | 'unknown';
};

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'gateway'>;

/** Ready as long as PostgreSQL answers: without Temporal the journal still takes writes, and inquiries are answered. */
export async function checkHealth({ database, temporal, gateway: name }: Deps): Promise<Health> {
  const [gateway, temporalInfo] = await Promise.all([
    orUndefined(readGateway(database, name)),
    orUndefined(temporal.workflowService.getSystemInfo({})),
  ]);
  const temporalState = temporalInfo === undefined ? 'down' : 'up';
  if (gateway === undefined) return { status: 'unready', database: 'down', temporal: temporalState, gateway: 'unknown' };
  const state = gateway?.state ?? 'unknown';
  const isWell = temporalState === 'up' && state !== 'unavailable' && state !== 'misconfigured';
  return { status: isWell ? 'ready' : 'degraded', database: 'up', temporal: temporalState, gateway: state };
}
