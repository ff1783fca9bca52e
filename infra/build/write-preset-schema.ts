/** Writes the JSON Schema of presets, by which an editor completes them, from the schema that validates them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writePresetSchema } from '../../src/sms/preset/json-schema.ts';

const FILE = path.join(import.meta.dirname, '..', '..', 'src', 'sms', 'presets', 'preset.schema.json');

writeFileSync(FILE, writePresetSchema());
