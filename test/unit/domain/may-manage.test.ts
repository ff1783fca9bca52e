import { expect, test } from 'vitest';
import { mayManage } from '../../../src/domain/may-manage.ts';

test.each([
  [null, null, true],
  [null, ['a'], true],
  [['a', 'b'], ['a'], true],
  [['a', 'b'], ['a', 'b'], true],
  [['a', 'b'], ['a', 'c'], false],
  [['a'], null, false],
])('requirements §8.1: an operator of %j manages a person of %j: %s', (own, agencies, may) => {
  expect(mayManage({ agencies: own }, { agencies })).toBe(may);
});
