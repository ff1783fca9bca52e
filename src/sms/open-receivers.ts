import { findDriver } from './drivers.ts';
import type { GatewaySettings, Receiver } from './gateway.ts';

/** Opens what reads the calls of each gateway, by the gateway's name. */
export function openReceivers(
  gateways: readonly { readonly preset: string; readonly settings: GatewaySettings }[],
): ReadonlyMap<string, Receiver> {
  return new Map(gateways.map(({ preset, settings }) => [settings.name, findDriver(preset).openReceiver(settings)]));
}
