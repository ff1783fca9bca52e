import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The secrets of one data folder. */
export type Keys = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['clerk', 'operator', 'auditor', 'webhook', 'gateway', 'session'] as const;

/** Reads `keys.json` of a data folder, which only its owner can read. The file is made at the first time, and a missing key is added. */
export function openKeys(dataDir: string): Keys {
  const file = path.join(dataDir, 'keys.json');
  const kept = existsSync(file) ? parse(file) : {};
  const readOrMake = (name: string) => kept[name] ?? `${name}-${randomBytes(12).toString('hex')}`;
  const keys: Keys = {
    clerk: readOrMake('clerk'),
    operator: readOrMake('operator'),
    auditor: readOrMake('auditor'),
    webhook: readOrMake('webhook'),
    gateway: readOrMake('gateway'),
    session: kept['session'] ?? randomBytes(32).toString('hex'),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return keys;
}

function parse(file: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${file} holds no keys: correct it or delete it`);
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
