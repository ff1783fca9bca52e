import { expect, test } from 'vitest';
import { instantAt } from '../../../src/domain/calendar.ts';
import { pageOf } from '../../../src/services/page.ts';

const at = instantAt(0);
const placeOf = (id: string) => ({ at, id });

test.each<[items: string[], limit: number, next: string | null]>([
  [[], 2, null],
  [['a'], 2, null],
  [['a', 'b'], 2, 'b'],
])('%j with at most %i a page: the next page begins after %j', (items, limit, next) => {
  expect(pageOf(items, limit, placeOf)).toEqual({ items, next: next === null ? null : { at, id: next } });
});
