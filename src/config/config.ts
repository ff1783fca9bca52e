import { z } from 'zod';
import {
  NAME_MAX,
  apiKeys,
  duration,
  headerValue,
  plainText,
  readAgencies,
  readFileIfAny,
  readLimit,
  readWith,
  readSecondOfDay,
  secrets,
  urlWith,
  wholeNumber,
  trueOrFalse,
} from './values.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import { notInGsm7, withoutDiacritics } from '../domain/sms-text.ts';
import type { GatewaySettings } from '../sms/gateway.ts';
import { GATEWAY_NAMES, type GatewayName } from '../sms/open.ts';

export type Config = ReturnType<typeof group>;

export const PROGRAMS = ['api', 'worker', 'migrate', 'audit', 'check', 'reconcile', 'rebuild'] as const;
export type Program = (typeof PROGRAMS)[number];

/** The settings that a program cannot start without, beside the database. */
const NEEDED: Record<Program, readonly (keyof z.infer<typeof SETTINGS>)[]> = {
  api: ['API_KEYS', 'WEBHOOK_SECRET'],
  worker: ['SMS_GATEWAY_URL'],
  migrate: [],
  audit: [],
  check: [],
  reconcile: [],
  rebuild: [],
};

/** Settings that need each other: with half a certificate the connection would silently be made without one. */
const TOGETHER = [
  ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE'],
  ['TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'],
] as const satisfies readonly (readonly (keyof z.infer<typeof SETTINGS>)[])[];

/**
 * Reads and checks the settings of contract §1.
 * @throws ConfigError whose message names every bad variable
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, program: Program): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = SETTINGS.safeParse(given);
  const untranslatable = namesNotInAscii(given);
  const missing = [
    ...NEEDED[program].filter((name) => !(name in given)).map((name) => `  ${name}: the ${program} needs it`),
    ...TOGETHER.filter(([one, other]) => one in given && !(other in given)).map(([one, other]) => `  ${other}: ${one} is set and needs it`),
  ];
  if (parsed.success && missing.length === 0 && untranslatable.length === 0) return Object.freeze(group(parsed.data));
  const wrong = parsed.error?.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`) ?? [];
  throw new ConfigError([...wrong, ...untranslatable, ...missing].join('\n'));
}

/** With `SMS_ENCODING=ascii` the agencies' names must fit GSM 03.38 without diacritics (requirements §2). */
function namesNotInAscii(given: Readonly<Record<string, string | undefined>>): string[] {
  if (SETTINGS.shape.SMS_ENCODING.safeParse(given['SMS_ENCODING']).data !== 'ascii') return [];
  const { data: name } = SETTINGS.shape.AGENCY_NAME.safeParse(given['AGENCY_NAME']);
  const { data: more } = SETTINGS.shape.AGENCIES_FILE.safeParse(given['AGENCIES_FILE']);
  return [['AGENCY_NAME', name ?? ''] as const, ...Object.values(more ?? {}).map((each) => ['AGENCIES_FILE', each] as const)]
    .map(([variable, text]) => ({ variable, text, foreign: notInGsm7(withoutDiacritics(text)) }))
    .filter(({ foreign }) => foreign.length > 0)
    .map(
      ({ variable, text, foreign }) =>
        `  ${variable}: expected a name that SMS_ENCODING=ascii can write, came ${text} with ${foreign.join(' ')}`,
    );
}

export class ConfigError extends Error {
  constructor(faults: string) {
    super(`these settings are wrong or missing:\n${faults}`);
    this.name = 'ConfigError';
  }
}

/** What a phone shows as the sender: a number or a name. */
const sender = readWith((text) => (/^[ -~]{1,40}$/.test(text) ? text : null), 'at most 40 ASCII characters');

const SETTINGS = z.object({
  DATABASE_URL: urlWith('postgres|postgresql'),
  TEMPORAL_ADDRESS: readWith((text) => (/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(text) ? text : null), 'host:port').prefault(
    '127.0.0.1:7233',
  ),
  TEMPORAL_NAMESPACE: headerValue.prefault('default'),
  TEMPORAL_TLS_SERVER_NAME: headerValue.optional(),
  TEMPORAL_TLS_CA_FILE: readWith(readFileIfAny, 'a readable file').optional(),
  TEMPORAL_TLS_CERT_FILE: readWith(readFileIfAny, 'a readable file').optional(),
  TEMPORAL_TLS_KEY_FILE: readWith(readFileIfAny, 'a readable file').optional(),
  TEMPORAL_TLS: trueOrFalse.optional(),
  TEMPORAL_API_KEY: headerValue.optional(),
  HOST: headerValue.prefault('127.0.0.1'),
  PORT: wholeNumber(8080, 0, 65_535),
  API_KEYS: apiKeys.optional(),
  APOLOGY_TIME: readWith(readSecondOfDay, 'HH:mm or HH:mm:ss').prefault('17:30'),
  APOLOGY_SPREAD: duration('a time such as 60s, at most 1h', '60s', 3_600_000),
  SUPPLEMENT_STOPS_CLOCK: trueOrFalse.prefault('true'),
  AGENCY_NAME: plainText(NAME_MAX).prefault('Sở Tài chính'),
  AGENCIES_FILE: readWith(readAgencies, 'a JSON file in UTF-8 of agency ids and names').optional(),
  SHORT_CODE: readWith((text) => (/^\d{3,8}$/.test(text) ? text : null), '3 to 8 digits').prefault('8083'),
  INQUIRY_KEYWORD: readWith(
    (text) => (/^[A-Za-z][A-Za-z0-9]{1,11}$/.test(text) ? text.toUpperCase() : null),
    '2 to 12 letters or digits',
  ).prefault('MCKH'),
  SMS_GATEWAY: readWith(
    (text) => (isGateway(text) ? text : null),
    `one of ${GATEWAY_NAMES.join(', ')} (the others of the contract are not built yet)`,
  ).prefault('plain'),
  SMS_GATEWAY_URL: urlWith('http|https').optional(),
  SMS_GATEWAY_USER: plainText(200).optional(),
  SMS_GATEWAY_SECRET: headerValue.optional(),
  SMS_SENDER: sender.optional(),
  SMS_TPS: readWith((text) => (/^\d{1,4}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : null), 'a number above 0').prefault(
    '20',
  ),
  SMS_TIMEOUT_MS: wholeNumber(10_000, 100, 10_000),
  SMS_ENCODING: readWith((text) => SMS_ENCODINGS.find((one) => one === text) ?? null, SMS_ENCODINGS.join(' or ')).prefault('unicode'),
  WEBHOOK_SECRET: secrets.optional(),
  INQUIRY_LIMIT: readWith(readLimit, 'such as 30/10m, or 0').prefault('30/10m'),
  UNKNOWN_CODE_LIMIT: readWith(readLimit, 'such as 10/1h, or 0').prefault('10/1h'),
  UNCERTAIN_AFTER: duration('a time such as 15m, at most 1d', '15m', 86_400_000),
  QUERY_DEADLINE_MS: wholeNumber(250, 10, 10_000),
  WORKFLOW_CACHE: wholeNumber(1000, 1, 1_000_000),
  STICKY_TIMEOUT: duration('a time such as 10s, at most 10m', '12s', 600_000),
  ERASE_INQUIRIES_AFTER: duration('a time such as 90d', '90d', 3650 * 86_400_000),
  ERASE_DOSSIERS_AFTER: duration('a time such as 365d', '365d', 3650 * 86_400_000),
  LOG_LEVEL: readWith(
    (text) => (['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(text) ? text : null),
    'a level such as info',
  ).prefault('info'),
});

/** The names of all variables. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.shape);

function isGateway(text: string): text is GatewayName {
  return GATEWAY_NAMES.includes(text);
}

/** Groups the flat variables by the part of the program that takes them. */
function group(env: z.infer<typeof SETTINGS>) {
  const tls =
    env.TEMPORAL_TLS ??
    [env.TEMPORAL_TLS_CA_FILE, env.TEMPORAL_TLS_CERT_FILE, env.TEMPORAL_TLS_SERVER_NAME, env.TEMPORAL_API_KEY].some(Boolean);
  const pair =
    env.TEMPORAL_TLS_CERT_FILE && env.TEMPORAL_TLS_KEY_FILE
      ? { crt: env.TEMPORAL_TLS_CERT_FILE, key: env.TEMPORAL_TLS_KEY_FILE }
      : undefined;
  return {
    databaseUrl: env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY,
      tls: tls
        ? { serverNameOverride: env.TEMPORAL_TLS_SERVER_NAME, serverRootCACertificate: env.TEMPORAL_TLS_CA_FILE, clientCertPair: pair }
        : undefined,
    },
    api: { host: env.HOST, port: env.PORT, keys: env.API_KEYS ?? [], webhookSecrets: env.WEBHOOK_SECRET ?? [] },
    policy: { apologySecond: env.APOLOGY_TIME, apologySpreadMs: env.APOLOGY_SPREAD, supplementStopsClock: env.SUPPLEMENT_STOPS_CLOCK },
    agencies: { ...env.AGENCIES_FILE, default: env.AGENCY_NAME } as Readonly<Record<string, string>>,
    inquiries: {
      shortCode: env.SHORT_CODE,
      ownNumbers: [env.SHORT_CODE, ...(env.SMS_SENDER ? [env.SMS_SENDER] : [])],
      keyword: env.INQUIRY_KEYWORD,
      limit: env.INQUIRY_LIMIT.limit,
      unknownCodeLimit: env.UNKNOWN_CODE_LIMIT.limit,
      queryDeadlineMs: env.QUERY_DEADLINE_MS,
      encoding: env.SMS_ENCODING,
    },
    sms: {
      gateway: env.SMS_GATEWAY,
      /** Null in a program that sends nothing. */
      link: env.SMS_GATEWAY_URL === undefined ? null : linkOf(env.SMS_GATEWAY_URL, env),
      encoding: env.SMS_ENCODING,
      tps: env.SMS_TPS,
      uncertainAfterMs: env.UNCERTAIN_AFTER,
    },
    worker: { workflowCache: env.WORKFLOW_CACHE, stickyTimeoutMs: env.STICKY_TIMEOUT },
    erasure: { inquiriesAfterMs: env.ERASE_INQUIRIES_AFTER, dossiersAfterMs: env.ERASE_DOSSIERS_AFTER },
  } as const;
}

function linkOf(url: string, env: z.infer<typeof SETTINGS>): GatewaySettings {
  return {
    url,
    secret: env.SMS_GATEWAY_SECRET ?? null,
    sender: env.SMS_SENDER ?? env.SHORT_CODE,
    timeoutMs: env.SMS_TIMEOUT_MS,
    encoding: env.SMS_ENCODING,
  };
}
