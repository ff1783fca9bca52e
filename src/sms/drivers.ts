import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Driver } from './gateway.ts';
import { kannelDriver } from './kannel.ts';
import { plainDriver } from './plain.ts';
import { presetDriver } from './preset/driver.ts';
import { readPresetFile } from './preset/read-preset.ts';

/** Drivers of their own; every other gateway is a preset. */
const DRIVERS: Readonly<Record<string, Driver>> = { plain: plainDriver, kannel: kannelDriver };

const PRESETS = path.join(import.meta.dirname, 'presets');
const SCHEMA = 'preset.schema.json';

/** What SMS_GATEWAY may be, besides the path of a preset file. */
export const DRIVER_NAMES: readonly string[] = [...Object.keys(DRIVERS), ...presetNames()];

/**
 * @param preset a name, or the path of a preset file
 * @throws when there is none, or with every fault of the preset
 */
export function findDriver(preset: string): Driver {
  const own = Object.hasOwn(DRIVERS, preset) ? DRIVERS[preset] : undefined;
  if (own !== undefined) return own;
  const file = DRIVER_NAMES.includes(preset) ? path.join(PRESETS, `${preset}.json`) : preset;
  if (!existsSync(file)) throw new Error(`expected ${DRIVER_NAMES.join(', ')} or the path of a preset file, came ${preset}`);
  return presetDriver(readPresetFile(file));
}

function presetNames(): string[] {
  const files = readdirSync(PRESETS).filter((file) => file.endsWith('.json') && file !== SCHEMA);
  return files.map((file) => path.basename(file, '.json')).toSorted();
}
