import { basename } from 'node:path';
import { z } from 'zod';
import { TEMPLATE_VALUES } from '../domain/message-template.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import { isNetwork } from '../lib/networks.ts';
import type { GatewaySettings } from '../sms/gateway.ts';
import { expectedIn, faultAt, faultsIn, type Fault } from './faults.ts';
import { headerValue, path, plainText, readJsonFile, readWith, secrets, sender, urlWith } from './values.ts';
import type { Variables } from './variables.ts';

/** One gateway and the driver that speaks to it: `plain`, `kannel`, the name of a preset, or the path of one. */
export type ConfiguredGateway = { readonly preset: string; readonly settings: GatewaySettings };

type Environment = Readonly<Record<string, string | undefined>>;

/** The one gateway of SMS_GATEWAY and the variables beside it. */
export function gatewayOfVariables(variables: Variables): ConfiguredGateway {
  const { SMS_GATEWAY: preset } = variables;
  return {
    preset,
    settings: {
      ...defaultsIn(variables),
      name: basename(preset, '.json'),
      url: variables.SMS_GATEWAY_URL ?? null,
      user: variables.SMS_GATEWAY_USER ?? null,
      secret: variables.SMS_GATEWAY_SECRET ?? null,
      values: variables.SMS_GATEWAY_VALUES ?? {},
    },
  };
}

export type SecretField = 'secretEnv' | 'webhookSecretEnv';
type Given = { readonly variables: Variables; readonly env: Environment; readonly needed: readonly SecretField[] };

/**
 * The gateways of GATEWAYS_FILE (contract §1), or null when it is no such file; what is wrong with it is added to `faults`. Secrets stand in
 * the variables that the file names; a program starts without those that it does not need.
 */
export function readGateways(file: string, given: Given, faults: Fault[]): readonly ConfiguredGateway[] | null {
  const json = readJsonFile(file);
  const read = (json === undefined ? NO_JSON : ENTRIES).safeParse(json, { error: expectedIn });
  if (read.success) return read.data.map((entry, index) => gatewayOf(entry, index, given, faults));
  faults.push(...faultsIn(FILE, [], read.error.issues));
  return null;
}

function gatewayOf(entry: Entry, index: number, { variables, env, needed }: Given, faults: Fault[]): ConfiguredGateway {
  const { preset, secretEnv, webhookSecretEnv, ...given } = entry;
  const read = <T>(field: SecretField, schema: z.ZodType<T>): T | null => {
    const value = env[entry[field] ?? ''];
    if (value === undefined && !needed.includes(field)) return null;
    const { data, error } = schema.safeParse(value);
    const wrong = value === undefined ? 'is not set' : `holds something else: ${error?.issues[0]?.message}`;
    // The name stays out of it: someone may have written the secret itself into the file.
    if (error) faults.push(faultAt(FILE, [index, field], `the variable that it names ${wrong}`));
    return data ?? null;
  };
  const secret = secretEnv === undefined ? null : read('secretEnv', headerValue);
  const ofWebhook = webhookSecretEnv === undefined ? variables.WEBHOOK_SECRET : read('webhookSecretEnv', secrets(WEBHOOK_SECRET_MIN));
  return { preset, settings: { ...defaultsIn(variables), ...given, secret, webhookSecrets: ofWebhook ?? [] } };
}

const FILE = 'GATEWAYS_FILE';
/** Carriers give out shorter secrets than we ask of the office, characters. */
const WEBHOOK_SECRET_MIN = 8;

/** What an entry of the file may leave out. */
function defaultsIn(variables: Variables): Omit<GatewaySettings, 'name'> {
  return {
    url: null,
    user: null,
    secret: null,
    sender: variables.SMS_SENDER ?? variables.SHORT_CODE,
    timeoutMs: variables.SMS_TIMEOUT_MS,
    encoding: variables.SMS_ENCODING,
    tps: variables.SMS_TPS,
    share: 100,
    prices: null,
    webhookSecrets: variables.WEBHOOK_SECRET ?? [],
    callersFrom: [],
    values: {},
    templates: {},
  };
}

/** The variables that GATEWAYS_FILE replaces. */
export const REPLACED = [
  'SMS_GATEWAY',
  'SMS_GATEWAY_URL',
  'SMS_GATEWAY_USER',
  'SMS_GATEWAY_SECRET',
  'SMS_GATEWAY_VALUES',
  'SMS_SENDER',
] as const;

/** The name of a gateway is part of addresses, and of rows of tables. */
export const gatewayName = readWith((text) => (/^[a-z0-9-]{1,40}$/.test(text) ? text : null), '1 to 40 of a to z, 0 to 9 and -');

const variable = readWith(
  (text) => (/^[A-Z][A-Z0-9_]{0,99}$/.test(text) ? text : null),
  'the name of an environment variable, of capital letters, digits and _',
);
const price = z.int().min(0).max(1_000_000);
const template = <const Value extends string>(values: readonly Value[]) =>
  z.strictObject({ id: plainText(200), parameters: z.array(z.enum(values)) }).optional();

const ENTRY = z.strictObject({
  name: gatewayName,
  preset: path,
  url: urlWith('http|https').optional(),
  user: plainText(200).optional(),
  secretEnv: variable.optional(),
  sender: sender.optional(),
  tps: z.number().min(0.001).max(9999.999).optional(),
  share: z.int().min(0).max(100).optional(),
  encoding: z.enum(SMS_ENCODINGS).optional(),
  timeoutMs: z.int().min(100).max(10_000).optional(),
  prices: z.strictObject({ notice: price, reply: price }).optional(),
  webhookSecretEnv: variable.optional(),
  callersFrom: z.array(readWith((text) => (isNetwork(text) ? text : null), 'an address or a network such as 203.0.113.0/24')).optional(),
  values: z.record(z.string(), plainText(1000)).optional(),
  templates: z
    .strictObject({
      result: template(TEMPLATE_VALUES.result),
      supplement: template(TEMPLATE_VALUES.supplement),
      apology: template(TEMPLATE_VALUES.apology),
    })
    .optional(),
});

type Entry = z.infer<typeof ENTRY>;

const NO_JSON = z.never({ error: 'expected a JSON file in UTF-8, a list of gateways' });

const ENTRIES = z
  .array(ENTRY)
  .min(1)
  .superRefine((entries, context) => {
    for (const [index, { name }] of entries.entries())
      if (entries.findIndex((other) => other.name === name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'another gateway has this name' });
  });
