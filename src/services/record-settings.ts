import { randomBytes, scryptSync } from 'node:crypto';
import { recordSettingsOnce } from '../db/settings-records.ts';
import type { ServiceDeps } from './service-deps.ts';

type Setting = { readonly name: string; readonly value: string | null; readonly isSecret: boolean };

/** `from` and `to` are left out for a secret. */
export type SettingChange = { readonly name: string; readonly from?: string | null; readonly to?: string | null };

/** What is kept to compare with: the values, and of secrets only a salted digest that is slow to compute. */
export type KeptSettings = { readonly salt: string; readonly values: Readonly<Record<string, string | null>> };

/** Records how the settings differ from those recorded last (requirements §8.1). Processes that start at once record it once. */
export async function recordSettings({ database }: Pick<ServiceDeps, 'database'>, settings: readonly Setting[]): Promise<void> {
  await recordSettingsOnce(database, (kept) => {
    const changes = kept === null ? [] : changesSince(kept, settings);
    if (kept !== null && changes.length === 0) return null;
    return { changes, kept: keep(settings, randomBytes(16).toString('base64url')) };
  });
}

function changesSince({ salt, values }: KeptSettings, settings: readonly Setting[]): readonly SettingChange[] {
  const now = keep(settings, salt).values;
  const changed = settings.filter(({ name }) => (values[name] ?? null) !== now[name]);
  return changed.map(({ name, isSecret }) => (isSecret ? { name } : { name, from: values[name] ?? null, to: now[name] ?? null }));
}

function keep(settings: readonly Setting[], salt: string): KeptSettings {
  const kept = ({ value, isSecret }: Setting) => (isSecret && value !== null ? scryptSync(value, salt, 16).toString('base64url') : value);
  return { salt, values: Object.fromEntries(settings.map((setting) => [setting.name, kept(setting)])) };
}
