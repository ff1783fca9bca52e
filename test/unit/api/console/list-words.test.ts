import { describe, expect, test } from 'vitest';
import { isSearchAlone, listWords } from '../../../../src/api/console/list-words.ts';
import type { ListQuery } from '../../../../src/api/console/list-query.ts';
import { day } from '../../../support/dossiers.ts';

const ALL: ListQuery = { list: 'all', closed: 'false', sort: 'due' };
const NONE = { total: 0, totalIsMore: false };

describe('console §2: what a list says of itself', () => {
  test('how much is in it; more than can be counted is said so', () => {
    expect(listWords(ALL, { total: 1234, totalIsMore: false }).total).toBe('1.234 hồ sơ');
    expect(listWords(ALL, { total: 10_000, totalIsMore: true }).total).toBe('hơn 10.000 hồ sơ');
  });

  test.each<[Partial<ListQuery>, string]>([
    [{ list: 'tonight' }, 'Không có hồ sơ nào sẽ phải xin lỗi tối nay.'],
    [{ list: 'tonight', step: 'Kho' }, 'Không có hồ sơ nào hợp với các điều kiện lọc.'],
    [{ closed: 'true' }, 'Không có hồ sơ nào hợp với các điều kiện lọc.'],
    [{ dueTo: day('2026-11-27') }, 'Không có hồ sơ nào hợp với các điều kiện lọc.'],
    [{ q: '0905123456', closed: 'any' }, expect.stringContaining('“0905 *** 456”')],
  ])('that it is empty: %j', (some, said) => {
    expect(listWords({ ...ALL, ...some }, NONE).empty).toEqual(said);
  });

  test('what belongs into it, unless it is filtered', () => {
    expect(listWords({ ...ALL, list: 'due_soon' }, NONE).meaning).toBe('hồ sơ đến hạn trong 3 ngày tới');
    expect(listWords({ ...ALL, list: 'due_soon', step: 'Kho' }, NONE).meaning).toBeNull();
    expect(listWords({ ...ALL, q: '0170' }, NONE).meaning).toBeNull();
  });
});

test.each<[Partial<ListQuery>, boolean]>([
  [{ q: '0101701234', closed: 'any' }, true],
  [{ q: '0101701234' }, false],
  [{ q: '0101701234', closed: 'any', list: 'overdue' }, false],
  [{ q: '0101701234', closed: 'any', step: 'Kho' }, false],
  [{ closed: 'any' }, false],
])('console §2: whether it is the search of the head: %j', (some, expected) => {
  expect(isSearchAlone({ ...ALL, ...some })).toBe(expected);
});
