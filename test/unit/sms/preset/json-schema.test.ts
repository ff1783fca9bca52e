import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writePresetSchema } from '../../../../src/sms/preset/json-schema.ts';

test('the published JSON Schema is the schema that validates (npm run preset-schema)', () => {
  expect(JSON.parse(readFileSync('src/sms/presets/preset.schema.json', 'utf8'))).toEqual(JSON.parse(writePresetSchema()));
});

test('an editor is told what each field of a preset is', () => {
  const {
    properties,
    additionalProperties,
  }: { properties: Record<string, { description?: string; properties?: object }>; additionalProperties: boolean } =
    JSON.parse(writePresetSchema());
  expect(additionalProperties).toBe(false);
  const silent = Object.entries(properties).filter(([, field]) => field.description === undefined && field.properties === undefined);
  expect(silent).toEqual([]);
});
