import { z } from 'zod';
import { presetSchema } from './schema.ts';

/** The text of `presets/preset.schema.json`, which describes a preset as it is written, with its defaults left out. */
export function writePresetSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(presetSchema, { io: 'input' }), null, 2)}\n`;
}
