import { describe, expect, test } from 'vitest';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import { likelyEntryFor } from '../../../src/domain/likely-entry.ts';
import { at, code, DUE, EVE } from '../../support/dossiers.ts';

const ORDER = {
  receiptCode: code(),
  notice: { kind: 'apology', dueDate: DUE },
  decidedAt: EVE,
  dueAt: at('2026-11-26 17:30'),
} as const;
const PRICES = { notice: 850, reply: 700 } as const;

test.each([
  ['unicode', PRICES, 4, 3400],
  ['ascii', PRICES, 2, 1700],
  ['ascii', null, 2, null],
] as const)(
  'requirements §2, §11.6: the ledger keeps the text as it is written, and counts the parts of %s',
  (encoding, prices, segments, cost) => {
    expect(ledgerEntryFor(ORDER, 'Sở Tài chính', { encoding, prices })).toEqual({
      ...ORDER,
      encoding,
      segments,
      cost,
      text: expect.stringMatching(/^TB: hồ sơ của quý ông\/bà \(MS: 0101701234\) .* Sở Tài chính /),
    });
  },
);

describe('requirements §11.6: before a notice has a gateway, it is told by the one that would be chosen', () => {
  const unicode = { name: 'a', share: 100, encoding: 'unicode', prices: null } as const;
  const ascii = { name: 'b', share: 0, encoding: 'ascii', prices: null } as const;
  const agency = { name: 'Sở Tài chính', gateways: null };

  test.each([
    ['the only one with a share', [unicode, ascii], null, 'unicode'],
    [
      'the other, when the shares say so',
      [
        { ...unicode, share: 0 },
        { ...ascii, share: 1 },
      ],
      null,
      'ascii',
    ],
    ['the one on which the agency’s sender is registered', [unicode, ascii], ['b'], 'ascii'],
    ['none, when its sender is registered on none', [ascii], ['c'], 'unicode'],
  ] as const)('%s', (_what, gateways, registered, encoding) => {
    expect(likelyEntryFor(ORDER, { ...agency, gateways: registered }, gateways).encoding).toBe(encoding);
  });
});
