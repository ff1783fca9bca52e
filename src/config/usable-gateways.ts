import { findDriver } from '../sms/drivers.ts';
import type { Driver } from '../sms/gateway.ts';
import { MissingSettings } from '../sms/missing-settings.ts';
import { faultAt, type Fault } from './faults.ts';
import { gatewayName, type ConfiguredGateway } from './gateways.ts';
import type { Variable } from './variables.ts';

/** Where the settings of a gateway come from: the variables SMS_GATEWAY…, or an entry of GATEWAYS_FILE. */
export type Place = 'variables' | number;

/** What keeps a gateway from being used: a bad preset, and what it needs for the work of this program and its settings do not give. */
export function faultsOfDrivers(gateway: ConfiguredGateway, place: Place, program: string | null): Fault[] {
  const driver = driverOf(gateway, place);
  if ('faults' in driver) return driver.faults;
  return [
    ...faultsOfSettings(gateway, driver, place),
    ...(program === 'worker' ? missingForSending(gateway, driver, place) : []),
    ...(program === 'api' ? missingForReceiving(gateway, driver, place) : []),
  ];
}

function driverOf({ preset }: ConfiguredGateway, place: Place): Driver | { readonly faults: Fault[] } {
  try {
    return findDriver(preset);
  } catch (error) {
    return { faults: linesOf(error).map((line) => faultFor(place, 'preset', line)) };
  }
}

/** A gateway that only brings inquiries takes no share of the notices. */
export function withoutShareOfInquiries(gateway: ConfiguredGateway): ConfiguredGateway {
  const driver = driverOf(gateway, 'variables');
  const takesNotices = 'faults' in driver || driver.capabilities.inquiriesOnly !== true;
  return takesNotices ? gateway : { ...gateway, settings: { ...gateway.settings, share: 0 } };
}

function faultsOfSettings({ settings }: ConfiguredGateway, { capabilities }: Driver, place: Place): Fault[] {
  const { name, encoding } = settings;
  return [
    ...(gatewayName.safeParse(name).success
      ? []
      : [faultFor(place, 'preset', 'expected a file whose name, without .json, has 1 to 40 of a to z, 0 to 9 and -')]),
    ...(capabilities.encodings.includes(encoding)
      ? []
      : [faultFor(place, 'encoding', `${name} takes only ${capabilities.encodings.join(' and ')}`)]),
  ];
}

function missingForSending({ settings }: ConfiguredGateway, driver: Driver, place: Place): Fault[] {
  const [encoding = settings.encoding] = driver.capabilities.encodings; // a wrong one is named already
  try {
    driver.openSender({ ...settings, encoding });
    return [];
  } catch (error) {
    if (error instanceof MissingSettings)
      return error.missing.map((field) => faultFor(place, field, needs(place, 'worker', settings.name, field)));
    return linesOf(error).map((line) => faultFor(place, 'preset', line));
  }
}

/** A gateway that calls us has to prove that it is the one. */
function missingForReceiving({ settings }: ConfiguredGateway, { capabilities }: Driver, place: Place): Fault[] {
  const calls = capabilities.receipts || capabilities.replies !== null;
  const isKnown = settings.webhookSecrets.length > 0 || settings.callersFrom.length > 0;
  return calls && !isKnown ? [faultFor(place, 'webhookSecrets', needs(place, 'api', settings.name, 'webhookSecrets'))] : [];
}

function needs(place: Place, program: string, name: string, field: string): string {
  if (place !== 'variables' || field in VARIABLES) return `the ${program} needs it`;
  if (field.startsWith('values.')) return `${name} needs ${field.slice('values.'.length)} in it`;
  return `${name} needs ${field}, which only GATEWAYS_FILE can give`;
}

/** The variable, or the path in the file, that gives a setting. */
function faultFor(place: Place, field: string, message: string): Fault {
  if (place !== 'variables') return faultAt('GATEWAYS_FILE', [place, ...(IN_FILE[field] ?? field).split('.')], message);
  return faultAt(VARIABLES[field] ?? (field.startsWith('values.') ? 'SMS_GATEWAY_VALUES' : 'SMS_GATEWAY'), [], message);
}

const VARIABLES: Readonly<Record<string, Variable>> = {
  preset: 'SMS_GATEWAY',
  url: 'SMS_GATEWAY_URL',
  user: 'SMS_GATEWAY_USER',
  secret: 'SMS_GATEWAY_SECRET',
  webhookSecrets: 'WEBHOOK_SECRET',
  encoding: 'SMS_ENCODING',
};
const IN_FILE: Readonly<Record<string, string>> = { secret: 'secretEnv', webhookSecrets: 'webhookSecretEnv' };

function linesOf(error: unknown): string[] {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n').map((line) => line.trim());
}
