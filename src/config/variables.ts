import { z } from 'zod';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import { NAME_MAX } from './agencies.ts';
import {
  agenciesOfGroups,
  apiKeys,
  duration,
  headerValue,
  issuer,
  namedValues,
  networks,
  path,
  plainText,
  readFileIfAny,
  readLimit,
  readSecondOfDay,
  readWith,
  rolesOfGroups,
  secrets,
  sender,
  trueOrFalse,
  urlWith,
  wholeNumber,
} from './values.ts';

/** The variables of contract §1, each read alone. */
export const SETTINGS = z.object({
  DATABASE_URL: urlWith('postgres|postgresql').optional(),
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
  TEMPORAL_UI_URL: urlWith('http|https').optional(),
  HOST: headerValue.prefault('127.0.0.1'),
  PORT: wholeNumber(8080, 0, 65_535),
  API_KEYS: apiKeys.optional(),
  APOLOGY_TIME: readWith(readSecondOfDay, 'HH:mm or HH:mm:ss').prefault('17:30'),
  APOLOGY_SPREAD: duration('a time such as 60s, at most 1h', '60s', 3_600_000),
  SUPPLEMENT_STOPS_CLOCK: trueOrFalse.prefault('true'),
  AGENCY_NAME: plainText(NAME_MAX).prefault('Sở Tài chính'),
  AGENCIES_FILE: path.optional(),
  SHORT_CODE: readWith((text) => (/^\d{3,8}$/.test(text) ? text : null), '3 to 8 digits').prefault('8083'),
  INQUIRY_KEYWORD: readWith(
    (text) => (/^[A-Za-z][A-Za-z0-9]{1,11}$/.test(text) ? text.toUpperCase() : null),
    '2 to 12 letters or digits',
  ).prefault('MCKH'),
  GATEWAYS_FILE: path.optional(),
  SMS_GATEWAY: path.prefault('plain'),
  SMS_GATEWAY_URL: urlWith('http|https').optional(),
  SMS_GATEWAY_USER: plainText(200).optional(),
  SMS_GATEWAY_SECRET: headerValue.optional(),
  SMS_GATEWAY_VALUES: namedValues.optional(),
  SMS_SENDER: sender.optional(),
  SMS_TPS: readWith((text) => (/^\d{1,4}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : null), 'a number above 0').prefault(
    '20',
  ),
  SMS_TIMEOUT_MS: wholeNumber(10_000, 100, 10_000),
  SMS_ENCODING: readWith((text) => SMS_ENCODINGS.find((one) => one === text) ?? null, SMS_ENCODINGS.join(' or ')).prefault('unicode'),
  WEBHOOK_SECRET: secrets(16).optional(),
  SESSION_SECRET: secrets(32).optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: headerValue.optional(),
  OIDC_CLIENT_SECRET: headerValue.optional(),
  OIDC_ROLES: rolesOfGroups.optional(),
  OIDC_AGENCIES: agenciesOfGroups.optional(),
  TRUSTED_PROXIES: networks.prefault('127.0.0.0/8,::1'),
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

export type Variables = z.infer<typeof SETTINGS>;
export type Variable = keyof Variables;

/** The names of all variables. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.shape);
