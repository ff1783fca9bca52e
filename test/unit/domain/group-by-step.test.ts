import { expect, test } from 'vitest';
import { groupByStep } from '../../../src/domain/group-by-step.ts';
import { aDossier, code } from '../../support/dossiers.ts';

let next = 1;
const at = (step: string, procedure = 'QLG-01') => ({
  dossier: aDossier({
    receiptCode: code(`GRP-${String(next++).padStart(4, '0')}`),
    step,
    procedure: { code: procedure, name: `thủ tục ${procedure}`, sameDay: false },
  }),
});
const NO_LIMIT = { each: 100, all: 100 };

test('requirements §8.4: by step and then by procedure, the largest first', () => {
  const items = [at('Trình ký'), at('Thẩm định', 'B'), at('Thẩm định', 'A'), at('Thẩm định', 'B')];
  expect(
    groupByStep(items, NO_LIMIT).map(({ step, count, procedures }) => [step, count, procedures.map((each) => [each.name, each.count])]),
  ).toEqual([
    [
      'Thẩm định',
      3,
      [
        ['thủ tục B', 2],
        ['thủ tục A', 1],
      ],
    ],
    ['Trình ký', 1, [['thủ tục QLG-01', 1]]],
  ]);
});

test('groups of one size stay where they are, whichever dossier comes first', () => {
  const [one, other] = [at('Thẩm định'), at('Trình ký')];
  const steps = (items: readonly (typeof one)[]) => groupByStep(items, NO_LIMIT).map(({ step }) => step);
  expect(steps([other, one])).toEqual(steps([one, other]));
});

test('requirements §4.3: two spellings of a step are one group', () => {
  expect(groupByStep([at('Thẩm định'), at('tham dinh.')], NO_LIMIT)).toMatchObject([{ step: 'Thẩm định', count: 2 }]);
});

test('a group shows at most so many, and all together at most so many, and each still says how many it has', () => {
  const items = [...Array.from({ length: 5 }, () => at('Thẩm định')), ...Array.from({ length: 4 }, () => at('Trình ký'))];
  const shown = (limits: { each: number; all: number }) =>
    groupByStep(items, limits).flatMap(({ procedures }) => procedures.map((each) => [each.count, each.shown.length]));
  expect(shown({ each: 3, all: 100 })).toEqual([
    [5, 3],
    [4, 3],
  ]);
  expect(shown({ each: 5, all: 6 })).toEqual([
    [5, 5],
    [4, 1],
  ]);
  expect(shown({ each: 5, all: 5 })).toEqual([
    [5, 5],
    [4, 0],
  ]);
});

test('no dossier makes no group', () => {
  expect(groupByStep([], NO_LIMIT)).toEqual([]);
});
