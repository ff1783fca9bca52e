import { readFileSync } from 'node:fs';
import { parsePreset } from '../../src/sms/preset/read-preset.ts';
import type { Preset } from '../../src/sms/preset/schema.ts';

/** The example of gateways §2, which has every kind of field, without its remarks. */
export function examplePresetText(): string {
  const page = readFileSync(new URL('../../docs/gateways.md', import.meta.url), 'utf8');
  const block = /```jsonc\n(.*?)```/s.exec(page)?.[1];
  if (block === undefined) throw new Error('expected the example of a preset in docs/gateways.md');
  return block.replaceAll(/\s\/\/ .*$/gm, '');
}

export function examplePreset(): Preset {
  return parsePreset(examplePresetText(), 'the example');
}

/** What its templates need besides a user and a secret. */
export const EXAMPLE_SETTINGS = {
  values: { CONTRACTID: 'HD-7' },
  templates: {
    result: { id: 'T1', parameters: ['code', 'agency'] },
    supplement: { id: 'T2', parameters: ['code', 'agency'] },
    apology: { id: 'T3', parameters: ['code', 'date', 'agency'] },
  },
} as const;
