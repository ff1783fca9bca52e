import { expect, test } from 'vitest';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import { at, code, DUE, EVE } from '../../support/dossiers.ts';

const ORDER = {
  receiptCode: code(),
  agency: 'default',
  notice: { kind: 'apology', dueDate: DUE },
  decidedAt: EVE,
  dueAt: at('2026-11-26 17:30'),
} as const;

test.each([
  ['unicode', 4],
  ['ascii', 2],
] as const)('requirements §2 the ledger keeps the text as it is written and counts the SMS of %s', (encoding, segments) => {
  const { agency: _, ...kept } = ORDER;
  const entry = ledgerEntryFor(ORDER, { agencyName: () => 'Sở Tài chính', encoding });
  expect(entry).toEqual({
    ...kept,
    segments,
    text: expect.stringMatching(/^TB: hồ sơ của quý ông\/bà \(MS: 0101701234\) .* Sở Tài chính /),
  });
});
