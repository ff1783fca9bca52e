import { readGateways } from '../db/gateways.ts';
import type { GatewayState } from '../domain/gateway-state.ts';
import { listedGateway } from './list-gateways.ts';
import { orUndefined } from './or-undefined.ts';
import type { ServiceDeps } from './service-deps.ts';

type State = GatewayState | 'unknown';

export type Health = {
  readonly status: 'ready' | 'degraded' | 'unready';
  readonly database: 'up' | 'down';
  readonly temporal: 'up' | 'down';
  /** The best state of the gateways that have a share: as long as one of them can send, messages leave. */
  readonly gateway: State;
  readonly gateways: Readonly<Record<string, State>>;
};

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'gateways'>;

/** Ready as long as PostgreSQL answers: without Temporal the journal still takes writes, and inquiries are answered. */
export async function checkHealth({ database, temporal, gateways }: Deps): Promise<Health> {
  const [rows, temporalInfo] = await Promise.all([
    orUndefined(readGateways(database)),
    orUndefined(temporal.workflowService.getSystemInfo({})),
  ]);
  const temporalState = temporalInfo === undefined ? 'down' : 'up';
  const listed = gateways.map((settings) =>
    listedGateway(
      settings,
      rows?.find((row) => row.name === settings.name),
    ),
  );
  const gateway = bestStateOf(listed);
  const states = Object.fromEntries(listed.map(({ name, state }) => [name, state]));
  if (rows === undefined) return { status: 'unready', database: 'down', temporal: temporalState, gateway, gateways: states };
  const isWell = temporalState === 'up' && !STOPS_SENDING.has(gateway);
  return { status: isWell ? 'ready' : 'degraded', database: 'up', temporal: temporalState, gateway, gateways: states };
}

/** From the best to the worst. */
const ORDER: readonly State[] = ['ok', 'throttled', 'unknown', 'unavailable', 'no_balance', 'misconfigured'];
const STOPS_SENDING: ReadonlySet<State> = new Set<State>(['unavailable', 'no_balance', 'misconfigured']);

/** Only gateways that get messages count. Where none has a share, all of them do. */
function bestStateOf(gateways: readonly { readonly state: State; readonly share: number }[]): State {
  const sharing = gateways.filter(({ share }) => share > 0);
  const states = new Set((sharing.length > 0 ? sharing : gateways).map(({ state }) => state));
  return ORDER.find((state) => states.has(state)) ?? 'unknown';
}
