import path from 'node:path';
import type { Keys } from './keys.ts';

/** The addresses at which the programs reach each other; Temporal's is `host:port`. */
export type Neighbours = { readonly api: string; readonly telco: string; readonly database: string; readonly temporal: string };

/** The whole environment of the product's programs (contract §1), with the simulator as its gateway. */
export function productEnv(keys: Keys, urls: Neighbours): NodeJS.ProcessEnv {
  return {
    ...basicEnv(),
    NODE_ENV: 'production',
    DATABASE_URL: urls.database,
    TEMPORAL_ADDRESS: urls.temporal,
    API_KEYS: (['clerk', 'operator', 'auditor'] as const).map((role) => `${role}:${role}:${keys[role]}`).join(','),
    WEBHOOK_SECRET: keys.webhook,
    SESSION_SECRET: keys.session,
    SMS_GATEWAY: 'plain',
    SMS_GATEWAY_URL: `${urls.telco}/send`,
    SMS_GATEWAY_SECRET: keys.gateway,
    SMS_SENDER: '8083',
  };
}

/** The whole environment of the simulated telephone network. */
export function telcoEnv(keys: Keys, urls: Neighbours, dataDir: string): NodeJS.ProcessEnv {
  return {
    ...basicEnv(),
    TELCO_SECRET: keys.gateway,
    TELCO_WEBHOOK_URL: urls.api,
    WEBHOOK_SECRET: keys.webhook,
    TELCO_DATA: path.join(dataDir, 'telco.jsonl'),
  };
}

/** Without the other variables of the caller's shell. UTC, because the legal time must not depend on the machine's. */
function basicEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' };
}
