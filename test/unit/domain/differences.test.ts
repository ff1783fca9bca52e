import { expect, test } from 'vitest';
import { differences } from '../../../src/domain/differences.ts';
import { aDossier } from '../../support/dossiers.ts';

test('differences are listed by name, and the order of keys is no difference', () => {
  const dossier = aDossier({}, { step: 'Trả kết quả', at: '2026-11-27 09:00' });
  const reordered = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(dossier).toReversed())));
  expect(differences(dossier, reordered)).toEqual([]);
  expect(differences(dossier, { ...dossier, step: 'Thẩm định', seq: 2 })).toEqual(['step', 'seq']);
});
