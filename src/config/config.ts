import { z } from 'zod';
import { agencies, apiKeys, duration, fileIn, limit, readBy, secondOfDay, secrets, url, whole, yes } from './values.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import { GATEWAY_NAMES, type GatewayName } from '../sms/open.ts';

export type Config = ReturnType<typeof group>;

export const PROGRAMS = ['api', 'worker', 'migrate', 'audit', 'check', 'reconcile', 'rebuild'] as const;
export type Program = (typeof PROGRAMS)[number];

/** What one program cannot start without, beside the database. */
const NEEDED: Record<Program, readonly (keyof z.infer<typeof SETTINGS>)[]> = {
  api: ['API_KEYS', 'WEBHOOK_SECRET'],
  worker: ['SMS_GATEWAY_URL'],
  migrate: [],
  audit: [],
  check: [],
  reconcile: [],
  rebuild: [],
};

/** Half a certificate would be left out without a word, and the connection made without one. */
const TOGETHER = [
  ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE'],
  ['TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'],
] as const satisfies readonly (readonly (keyof z.infer<typeof SETTINGS>)[])[];

/**
 * The settings of contract §1, each checked.
 * @throws ConfigError whose message names every bad variable
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, program: Program): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = SETTINGS.safeParse(given);
  const missing = [
    ...NEEDED[program].filter((name) => !(name in given)).map((name) => `  ${name}: the ${program} needs it`),
    ...TOGETHER.filter(([one, other]) => one in given && !(other in given)).map(
      ([one, other]) => `  ${other}: ${one} is nothing without it`,
    ),
  ];
  if (parsed.success && missing.length === 0) return Object.freeze(group(parsed.data));
  const wrong = parsed.error?.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`) ?? [];
  throw new ConfigError([...wrong, ...missing].join('\n'));
}

export class ConfigError extends Error {
  constructor(faults: string) {
    super(`these settings are wrong or missing:\n${faults}`);
    this.name = 'ConfigError';
  }
}

const SETTINGS = z.object({
  DATABASE_URL: url('postgres|postgresql'),
  TEMPORAL_ADDRESS: readBy((text) => (/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(text) ? text : null), 'host:port').prefault(
    '127.0.0.1:7233',
  ),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  TEMPORAL_TLS_CA_FILE: readBy(fileIn, 'a readable file').optional(),
  TEMPORAL_TLS_CERT_FILE: readBy(fileIn, 'a readable file').optional(),
  TEMPORAL_TLS_KEY_FILE: readBy(fileIn, 'a readable file').optional(),
  TEMPORAL_TLS: yes.optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(8080, 0, 65_535),
  API_KEYS: readBy(
    apiKeys,
    'a comma list of name:role:secret, role clerk, operator or auditor, each secret its own and of 16 characters or more',
  ).optional(),
  APOLOGY_TIME: readBy(secondOfDay, 'HH:mm or HH:mm:ss').prefault('17:30'),
  APOLOGY_SPREAD: duration('a time such as 60s, at most 1h', '60s', 3_600_000),
  SUPPLEMENT_STOPS_CLOCK: yes.prefault('true'),
  AGENCY_NAME: z.string().max(100).default('Sở Tài chính'),
  AGENCIES_FILE: readBy(agencies, 'a JSON file of agency ids and names').optional(),
  SHORT_CODE: readBy((text) => (/^\d{3,8}$/.test(text) ? text : null), '3 to 8 digits').prefault('8083'),
  INQUIRY_KEYWORD: readBy(
    (text) => (/^[A-Za-z][A-Za-z0-9]{1,11}$/.test(text) ? text.toUpperCase() : null),
    '2 to 12 letters or digits',
  ).prefault('MCKH'),
  SMS_GATEWAY: readBy(
    (text) => (isGateway(text) ? text : null),
    `one of ${GATEWAY_NAMES.join(', ')} (the others of the contract are not built yet)`,
  ).prefault('plain'),
  SMS_GATEWAY_URL: url('http|https').optional(),
  SMS_GATEWAY_USER: z.string().optional(),
  SMS_GATEWAY_SECRET: z.string().optional(),
  SMS_SENDER: z.string().optional(),
  SMS_TPS: readBy((text) => (/^\d{1,4}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : null), 'a number above 0').prefault(
    '20',
  ),
  SMS_TIMEOUT_MS: whole(10_000, 100, 10_000),
  SMS_ENCODING: readBy((text) => SMS_ENCODINGS.find((one) => one === text) ?? null, SMS_ENCODINGS.join(' or ')).prefault('unicode'),
  WEBHOOK_SECRET: readBy(secrets, 'one or more secrets of 16 characters or more, separated by commas').optional(),
  INQUIRY_LIMIT: readBy(limit, 'such as 30/10m, or 0').prefault('30/10m'),
  UNKNOWN_CODE_LIMIT: readBy(limit, 'such as 10/1h, or 0').prefault('10/1h'),
  UNCERTAIN_AFTER: duration('a time such as 15m, at most 1d', '15m', 86_400_000),
  QUERY_DEADLINE_MS: whole(250, 10, 10_000),
  WORKFLOW_CACHE: whole(1000, 1, 1_000_000),
  STICKY_TIMEOUT: duration('a time such as 10s, at most 10m', '12s', 600_000),
  ERASE_INQUIRIES_AFTER: duration('a time such as 90d', '90d', 3650 * 86_400_000),
  ERASE_DOSSIERS_AFTER: duration('a time such as 365d', '365d', 3650 * 86_400_000),
  LOG_LEVEL: readBy(
    (text) => (['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(text) ? text : null),
    'a level such as info',
  ).prefault('info'),
});

/** Every variable there is. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.shape);

function isGateway(text: string): text is GatewayName {
  return GATEWAY_NAMES.includes(text);
}

/** Flat variables → what each part of the program takes. */
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
    },
    sms: {
      gateway: env.SMS_GATEWAY,
      url: env.SMS_GATEWAY_URL ?? '',
      secret: env.SMS_GATEWAY_SECRET ?? null,
      sender: env.SMS_SENDER ?? env.SHORT_CODE,
      timeoutMs: env.SMS_TIMEOUT_MS,
      encoding: env.SMS_ENCODING,
      tps: env.SMS_TPS,
      uncertainAfterMs: env.UNCERTAIN_AFTER,
    },
    worker: { workflowCache: env.WORKFLOW_CACHE, stickyTimeoutMs: env.STICKY_TIMEOUT },
    erasure: { inquiriesAfterMs: env.ERASE_INQUIRIES_AFTER, dossiersAfterMs: env.ERASE_DOSSIERS_AFTER },
  } as const;
}
