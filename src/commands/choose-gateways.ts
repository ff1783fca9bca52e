import { readConfig, type Config } from '../config/config.ts';
import type { ConfiguredGateway } from '../config/gateways.ts';
import type { Place } from '../config/usable-gateways.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Wanted = { readonly preset: string | undefined; readonly gateway: string | undefined };

/** A gateway to look at, and where its settings are. */
export type ChosenGateway = ConfiguredGateway & { readonly place: Place };

/**
 * The gateways of the settings, or the one that is named. A preset alone takes SMS_GATEWAY_… for its settings; with a gateway's name it
 * replaces the preset of that gateway.
 * @throws ConfigError, or when there is no such gateway
 */
export function chooseGateways({ preset, gateway }: Wanted, env: Environment) {
  if (gateway === undefined && preset !== undefined) {
    const config = readConfig({ ...env, GATEWAYS_FILE: undefined, SMS_GATEWAY: preset }, null);
    return { config, chosen: allOf(config, false) };
  }
  const config = readConfig(env, null);
  const all = allOf(config, (env['GATEWAYS_FILE'] ?? '').trim() !== '');
  const named = all.filter(({ settings }) => gateway === undefined || settings.name === gateway);
  if (named.length > 0) return { config, chosen: named.map((each) => ({ ...each, preset: preset ?? each.preset })) };
  throw new Error(`--gateway: expected one of ${all.map(({ settings }) => settings.name).join(', ')}, came ${gateway}`);
}

function allOf({ sms }: Config, fromFile: boolean): readonly ChosenGateway[] {
  return sms.gateways.map((each, index) => ({ ...each, place: fromFile ? index : 'variables' }));
}
