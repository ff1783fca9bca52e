import { expect, test } from 'vitest';
import { costIn, printDong } from '../../../src/domain/sms-cost.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import { day } from '../../support/dossiers.ts';

const APOLOGY = noticeText({ kind: 'apology', dueDate: day('2017-03-15') }, '0101701234', 'Sở Tài chính');

test('requirements §11.6 the cost is that of the parts as they travel', () => {
  expect(costIn('unicode', APOLOGY, 350)).toEqual({ parts: 4, cost: 1400 });
  expect(costIn('ascii', APOLOGY, 350)).toEqual({ parts: 2, cost: 700 });
});

test('without a price there are parts and no cost; what is free costs 0', () => {
  expect(costIn('unicode', APOLOGY, null)).toEqual({ parts: 4, cost: null });
  expect(costIn('unicode', APOLOGY, 0)).toEqual({ parts: 4, cost: 0 });
});

test.each([
  [0, '0 đ'],
  [350, '350 đ'],
  [1050, '1.050 đ'],
  [-700, '-700 đ'],
  [12_345_678, '12.345.678 đ'],
  [-1_000, '-1.000 đ'],
])('%s is printed as %s', (amount, printed) => expect(printDong(amount)).toBe(printed));
