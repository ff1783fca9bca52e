import type { Gateway, GatewaySettings } from './gateway.ts';
import { plainGateway } from './plain.ts';

/** The driver of each value of SMS_GATEWAY. */
const DRIVERS = { plain: plainGateway } as const satisfies Record<string, (settings: GatewaySettings) => Gateway>;

export type GatewayName = keyof typeof DRIVERS;
export const GATEWAY_NAMES: readonly string[] = Object.keys(DRIVERS);

export function openGateway(name: GatewayName, settings: GatewaySettings): Gateway {
  return DRIVERS[name](settings);
}
