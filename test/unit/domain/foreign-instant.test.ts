import { expect, test } from 'vitest';
import { believableInstant } from '../../../src/domain/foreign-instant.ts';
import { plusMs } from '../../../src/domain/calendar.ts';
import { at } from '../../support/dossiers.ts';

const NOW = at('2026-11-26 17:30');
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

test.each([
  ['none', null, false],
  ['left out', undefined, false],
  ['now', NOW, true],
  ['5 minutes ahead', plusMs(NOW, 5 * MINUTE_MS), true],
  ['more than 5 minutes ahead', plusMs(NOW, 5 * MINUTE_MS + 1), false],
  ['30 days ago', plusMs(NOW, -30 * DAY_MS), true],
  ['more than 30 days ago', plusMs(NOW, -30 * DAY_MS - 1), false],
])('a moment of a gateway, %s, believed: %s', (_what, said, believed) => {
  expect(believableInstant(said, NOW)).toBe(believed ? said : NOW);
});
