import type { $ZodIssue } from 'zod/v4/core';
import { agencyNamed, notInAscii, readAgencies, type Agencies } from './agencies.ts';
import { ConfigError, faultAt, type Fault } from './faults.ts';
import { gatewayOfVariables, readGateways, REPLACED, type ConfiguredGateway, type SecretField } from './gateways.ts';
import { faultsOfDrivers, withoutShareOfInquiries } from './usable-gateways.ts';
import type { AgencyOfGroup, ApiKey } from './values.ts';
import { SETTINGS, type Variable, type Variables } from './variables.ts';

export type Config = ReturnType<typeof group>;

export const PROGRAMS = ['api', 'worker', 'migrate', 'audit', 'check', 'reconcile', 'rebuild'] as const;
export type Program = (typeof PROGRAMS)[number];

/** The settings that a program cannot start without, beside what its gateways need. */
const NEEDED: Record<Program, readonly Variable[]> = {
  api: ['DATABASE_URL', 'API_KEYS'],
  worker: ['DATABASE_URL'],
  migrate: ['DATABASE_URL'],
  audit: ['DATABASE_URL'],
  check: ['DATABASE_URL'],
  reconcile: ['DATABASE_URL'],
  rebuild: ['DATABASE_URL'],
};

/**
 * Settings and what each needs: with half a certificate the connection would silently be made without one, and with half a provider nobody
 * could sign in through it.
 */
const TOGETHER = [
  ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE'],
  ['TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_SECRET'],
  ['OIDC_ISSUER', 'OIDC_ROLES'],
  ['OIDC_ISSUER', 'SESSION_SECRET'],
  ['OIDC_CLIENT_ID', 'OIDC_ISSUER'],
  ['OIDC_CLIENT_SECRET', 'OIDC_ISSUER'],
  ['OIDC_ROLES', 'OIDC_ISSUER'],
  ['OIDC_AGENCIES', 'OIDC_ISSUER'],
] as const satisfies readonly (readonly Variable[])[];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the settings of contract §1. `null` is a command that needs no server.
 * @throws ConfigError whose message names every bad variable
 */
export function readConfig(env: Environment, program: Program | null): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const read = SETTINGS.safeParse(given);
  const faults = faultsOfVariables(read.error?.issues ?? []);
  const bad = new Set(faults.map(({ place }) => place));
  // What is wrong is left out, so that the other faults are found as well.
  const variables = read.data ?? SETTINGS.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name))));
  const needed = program === null ? [] : NEEDED[program];
  faults.push(...needed.filter((name) => !(name in given)).map((name) => faultAt(name, [], `the ${program} needs it`)));
  for (const [one, other] of TOGETHER)
    if (one in given && !(other in given) && !faults.some(({ place }) => place === other))
      faults.push(faultAt(other, [], `${one} is set and needs it`));

  const gateways = gatewaysOf(variables, given, program, faults);
  const agencies = agenciesOf(variables, gateways, faults);
  if (!faults.some(({ place }) => place.startsWith('AGENCIES_FILE')))
    faults.push(...faultsOfKeys(variables.API_KEYS ?? [], agencies), ...faultsOfGroups(variables.OIDC_AGENCIES ?? [], agencies));
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(group(variables, gateways, agencies));
}

function faultsOfVariables(issues: readonly $ZodIssue[]): Fault[] {
  return issues.map(({ path: [variable], message }) => faultAt(String(variable), [], message));
}

/** Only the worker sends, and only the api is called. A command may send, too. */
const SECRETS_OF: Readonly<Record<string, readonly SecretField[]>> = {
  worker: ['secretEnv'],
  api: ['webhookSecretEnv'],
  command: ['secretEnv'],
};

function gatewaysOf(variables: Variables, given: Environment, program: Program | null, faults: Fault[]): readonly ConfiguredGateway[] {
  const { GATEWAYS_FILE: file } = variables;
  const needed = SECRETS_OF[program ?? 'command'] ?? [];
  const gateways = file === undefined ? [gatewayOfVariables(variables)] : readGateways(file, { variables, env: given, needed }, faults);
  if (file !== undefined)
    faults.push(
      ...REPLACED.filter((name) => name in given).map((name) => faultAt(name, [], 'expected not to be set beside GATEWAYS_FILE')),
    );
  const told = new Set(faults.map(({ place }) => place));
  for (const [index, gateway] of (gateways ?? []).entries())
    faults.push(...faultsOfDrivers(gateway, file === undefined ? 'variables' : index, program).filter(({ place }) => !told.has(place)));
  const usable = (gateways ?? []).map(withoutShareOfInquiries);
  const variable = file === undefined ? 'SMS_GATEWAY' : 'GATEWAYS_FILE';
  if (gateways && usable.every(({ settings }) => settings.share === 0))
    faults.push(faultAt(variable, [], 'expected a gateway that takes notices with a share above 0'));
  return usable;
}

function agenciesOf(variables: Variables, gateways: readonly ConfiguredGateway[], faults: Fault[]): Agencies {
  const { AGENCIES_FILE: file, AGENCY_NAME: name } = variables;
  const names = gateways.map(({ settings }) => settings.name);
  const read = file === undefined ? {} : readAgencies(file, names.length > 0 ? names : null, faults);
  const agencies = { ...read, default: { ...(read['default'] ?? agencyNamed(name)), name } };
  if (gateways.some(({ settings }) => settings.encoding === 'ascii')) faults.push(...notInAscii(agencies));
  return agencies;
}

/** A key for an agency that nobody knows would see nothing. What it names is not shown, because it may be the end of a secret. */
function faultsOfKeys(keys: readonly ApiKey[], agencies: Agencies): Fault[] {
  const wrong = keys.filter((key) => key.agencies?.some((id) => !Object.hasOwn(agencies, id)));
  const known = Object.keys(agencies).join(', ');
  return wrong.map(({ name }) => faultAt('API_KEYS', [], `expected agencies of the key ${name} that are among ${known}`));
}

function faultsOfGroups(groups: readonly AgencyOfGroup[], agencies: Agencies): Fault[] {
  const wrong = groups.filter(({ agency }) => agency !== '*' && !Object.hasOwn(agencies, agency));
  if (wrong.length === 0) return [];
  return [faultAt('OIDC_AGENCIES', [], `expected agencies that are among ${Object.keys(agencies).join(', ')}, or *`)];
}

/** Groups the settings by the part of the program that takes them. */
function group(env: Variables, gateways: readonly ConfiguredGateway[], agencies: Agencies) {
  const tls =
    env.TEMPORAL_TLS ??
    [env.TEMPORAL_TLS_CA_FILE, env.TEMPORAL_TLS_CERT_FILE, env.TEMPORAL_TLS_SERVER_NAME, env.TEMPORAL_API_KEY].some(Boolean);
  const pair =
    env.TEMPORAL_TLS_CERT_FILE && env.TEMPORAL_TLS_KEY_FILE
      ? { crt: env.TEMPORAL_TLS_CERT_FILE, key: env.TEMPORAL_TLS_KEY_FILE }
      : undefined;
  return {
    /** Empty only for a command that needs no server. */
    databaseUrl: env.DATABASE_URL ?? '',
    logLevel: env.LOG_LEVEL,
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY,
      tls: tls
        ? { serverNameOverride: env.TEMPORAL_TLS_SERVER_NAME, serverRootCACertificate: env.TEMPORAL_TLS_CA_FILE, clientCertPair: pair }
        : undefined,
    },
    api: { host: env.HOST, port: env.PORT, keys: env.API_KEYS ?? [], trustedProxies: env.TRUSTED_PROXIES },
    sessionSecrets: env.SESSION_SECRET ?? [],
    provider: providerOf(env),
    temporalUi:
      env.TEMPORAL_UI_URL === undefined ? null : `${env.TEMPORAL_UI_URL.replace(/\/+$/, '')}/namespaces/${env.TEMPORAL_NAMESPACE}`,
    policy: { apologySecond: env.APOLOGY_TIME, apologySpreadMs: env.APOLOGY_SPREAD, supplementStopsClock: env.SUPPLEMENT_STOPS_CLOCK },
    agencies,
    inquiries: {
      shortCode: env.SHORT_CODE,
      ownNumbers: ownNumbers(env.SHORT_CODE, gateways, agencies),
      keyword: env.INQUIRY_KEYWORD,
      limit: env.INQUIRY_LIMIT.limit,
      unknownCodeLimit: env.UNKNOWN_CODE_LIMIT.limit,
      queryDeadlineMs: env.QUERY_DEADLINE_MS,
    },
    sms: { gateways, uncertainAfterMs: env.UNCERTAIN_AFTER },
    worker: { workflowCache: env.WORKFLOW_CACHE, stickyTimeoutMs: env.STICKY_TIMEOUT },
    erasure: { inquiriesAfterMs: env.ERASE_INQUIRIES_AFTER, dossiersAfterMs: env.ERASE_DOSSIERS_AFTER },
  } as const;
}

/** Null when people sign in by password alone. */
function providerOf(env: Variables) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_ROLES: roles } = env;
  if (!issuer || !clientId || !clientSecret || !roles) return null;
  return { issuer, clientId, clientSecret, rights: { roles, agencies: env.OIDC_AGENCIES ?? null } };
}

/** What citizens see as the sender of our messages, and may not be answered as if it were a citizen (requirements §7.8). */
function ownNumbers(shortCode: string, gateways: readonly ConfiguredGateway[], agencies: Agencies): readonly string[] {
  const senders = [...gateways.map(({ settings }) => settings.sender), ...Object.values(agencies).map(({ sender }) => sender)];
  return [...new Set([shortCode, ...senders.filter((sender) => sender !== null)])];
}
