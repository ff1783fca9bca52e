import { createHash } from 'node:crypto';
import { readFileIfAny } from './values.ts';
import { SETTING_NAMES } from './variables.ts';

/** `value` as it is set, but for secrets; null: it is not set, and its default holds. */
export type RecordedSetting = { readonly name: string; readonly value: string | null; readonly isSecret: boolean };

/** What may be shown; every other setting counts as a secret. */
const SHOWN: ReadonlySet<string> = new Set([
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_UI_URL',
  'APOLOGY_TIME',
  'APOLOGY_SPREAD',
  'SUPPLEMENT_STOPS_CLOCK',
  'AGENCY_NAME',
  'AGENCIES_FILE',
  'SHORT_CODE',
  'INQUIRY_KEYWORD',
  'GATEWAYS_FILE',
  'SMS_GATEWAY',
  'SMS_SENDER',
  'SMS_TPS',
  'SMS_TIMEOUT_MS',
  'SMS_ENCODING',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_ROLES',
  'OIDC_AGENCIES',
  'TRUSTED_PROXIES',
  'INQUIRY_LIMIT',
  'UNKNOWN_CODE_LIMIT',
  'UNCERTAIN_AFTER',
  'QUERY_DEADLINE_MS',
  'ERASE_INQUIRIES_AFTER',
  'ERASE_DOSSIERS_AFTER',
]);

/** They belong to one process and not to the office: processes side by side may differ in them. */
const OF_A_PROCESS: ReadonlySet<string> = new Set(['HOST', 'PORT', 'LOG_LEVEL', 'WORKFLOW_CACHE', 'STICKY_TIMEOUT']);

const FILES = ['AGENCIES_FILE', 'GATEWAYS_FILE'];

/** The settings whose changes are recorded (requirements §8.1). What a file says is known by its digest. */
export function recordedSettings(env: Readonly<Record<string, string | undefined>>): readonly RecordedSetting[] {
  const valueOf = (name: string) => env[name]?.trim() || null;
  const names = SETTING_NAMES.filter((name) => !OF_A_PROCESS.has(name));
  const settings = names.map((name) => ({ name, value: valueOf(name), isSecret: !SHOWN.has(name) }));
  const files = FILES.map((name) => {
    const file = readFileIfAny(valueOf(name) ?? '');
    return { name: `${name}: content`, value: file && createHash('sha256').update(file).digest('hex').slice(0, 16), isSecret: false };
  });
  return [...settings, ...files];
}
