import { NO_REFUSALS, readGateways, type GatewayRow } from '../db/gateways.ts';
import type { Instant } from '../domain/calendar.ts';
import type { GatewayState, RefusalKind } from '../domain/gateway-state.ts';
import type { GatewaySettings } from '../sms/gateway.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A gateway as an operator sees it (requirements §8.3, §11.4). */
export type ListedGateway = {
  readonly name: string;
  /** `unknown` until `migrate` has seen it in the settings. */
  readonly state: GatewayState | 'unknown';
  readonly since: Instant | null;
  /** Messages or parts a second, of all workers together. */
  readonly rate: number;
  /** Its part of the messages, beside the shares of the others. */
  readonly share: number;
  /** Null while the share of the settings holds. */
  readonly shareSet: { readonly by: string; readonly reason: string; readonly at: Instant } | null;
  readonly lastSuccessAt: Instant | null;
  readonly refusals: Readonly<Record<RefusalKind, number>>;
  /** Since when it has left the shares; null while it has not. */
  readonly awaySince: Instant | null;
};

/** Every gateway of the settings, in their order. */
export async function listGateways({ database, gateways }: Pick<ServiceDeps, 'database' | 'gateways'>): Promise<ListedGateway[]> {
  const rows = new Map((await readGateways(database)).map((row) => [row.name, row]));
  return gateways.map((settings) => listedGateway(settings, rows.get(settings.name)));
}

export function listedGateway({ name, tps, share }: GatewaySettings, row: GatewayRow | undefined): ListedGateway {
  return {
    name,
    state: row?.state ?? 'unknown',
    since: row?.since ?? null,
    rate: tps,
    share: row?.shareSet?.share ?? share,
    shareSet: row?.shareSet ?? null,
    lastSuccessAt: row?.lastSuccessAt ?? null,
    refusals: row?.refusals ?? NO_REFUSALS,
    awaySince: row?.awaySince ?? null,
  };
}
