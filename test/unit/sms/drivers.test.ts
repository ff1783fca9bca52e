import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DRIVER_NAMES, findDriver } from '../../../src/sms/drivers.ts';
import { examplePresetText } from '../../support/example-preset.ts';

test('a preset is found by the name of its file, and the schema beside them is none', () => {
  expect(DRIVER_NAMES.slice(0, 2)).toEqual(['plain', 'kannel']);
  expect(DRIVER_NAMES).toEqual(expect.arrayContaining(['esms', 'speedsms', 'vietguys', 'fpt', 'viettel', 'vnpt']));
  expect(DRIVER_NAMES).not.toContain('preset.schema');
  for (const name of DRIVER_NAMES) expect(findDriver(name).capabilities.encodings.length).toBeGreaterThan(0);
});

test('or by the path of a file anywhere', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'preset-')), 'own.json');
  writeFileSync(file, examplePresetText());
  expect(findDriver(file).capabilities).toMatchObject({
    deduplicates: true,
    receipts: true,
    replies: 'by_call',
    chargeMarks: true,
    longestReference: 50,
    rateCounts: 'messages',
  });
  writeFileSync(file, '{}');
  expect(() => findDriver(file)).toThrow(/own\.json has faults:\n- about: missing[^]*\n- capabilities: missing/);
});

test.each(['nowhere', 'constructor', '../presets/esms', 'preset.schema', ''])('%s is no gateway', (name) => {
  expect(() => findDriver(name)).toThrow(/expected plain, kannel, .* or the path of a preset file/);
});
