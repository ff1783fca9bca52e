import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GatewayPlan } from './simulated-gateway.ts';

/** Two gateways that share the notices of one agency. */
export type PairPlan = {
  readonly agency: string;
  /** Both know a reference that they had, so that nothing is ever uncertain. */
  readonly deduplicates: boolean;
  readonly first: GatewayPlan;
  readonly second: GatewayPlan;
};

export const AGENCY_NAME = 'Sở Tài chính';

/** The product's settings for these pairs: each agency is registered on its own two gateways only. */
export function settingsFor(folder: string, pairs: readonly PairPlan[]): NodeJS.ProcessEnv {
  const gateways = pairs.flatMap(({ first, second }) => [first, second]);
  const agencies = pairs.map(({ agency, first, second }) => [agency, { name: AGENCY_NAME, gateways: [first.name, second.name] }]);
  return {
    GATEWAYS_FILE: write(
      folder,
      'gateways.json',
      gateways.map(({ entry }) => entry),
    ),
    AGENCIES_FILE: write(folder, 'agencies-of-gateways.json', Object.fromEntries(agencies)),
    ...Object.assign({}, ...gateways.map(({ secrets }) => secrets)),
    // The file replaces them.
    SMS_GATEWAY: undefined,
    SMS_GATEWAY_URL: undefined,
    SMS_GATEWAY_SECRET: undefined,
    SMS_SENDER: undefined,
  };
}

function write(folder: string, name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}
