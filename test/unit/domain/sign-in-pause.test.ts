import { describe, expect, test } from 'vitest';
import { epochMs, instantAt, plusMs } from '../../../src/domain/calendar.ts';
import { afterTry, pauseEnd } from '../../../src/domain/sign-in-pause.ts';

const NOW = instantAt(Date.UTC(2026, 10, 26, 3));

describe('requirements §8.1: the pause after failures', () => {
  test.each([
    ['name', 4, 0],
    ['name', 5, 1000],
    ['name', 6, 2000],
    ['name', 10, 32_000],
    ['name', 14, 300_000],
    ['name', 100_000, 300_000],
    ['address', 29, 0],
    ['address', 30, 1000],
    ['address', 60, 300_000],
  ] as const)('of a %s that failed %i times is %i ms', (kind, count, ms) => {
    const end = pauseEnd(kind, { count, lastAt: NOW }, NOW);
    expect(end === null ? 0 : epochMs(end) - epochMs(NOW)).toBe(ms);
  });

  test('is over at its end', () => {
    expect(pauseEnd('name', { count: 5, lastAt: NOW }, plusMs(NOW, 999))).toBe(plusMs(NOW, 1000));
    expect(pauseEnd('name', { count: 5, lastAt: NOW }, plusMs(NOW, 1000))).toBeNull();
  });

  test('is forgotten an hour after the last failure', () => {
    expect(afterTry({ count: 50, lastAt: NOW }, plusMs(NOW, 3_600_000)).count).toBe(51);
    expect(afterTry({ count: 50, lastAt: NOW }, plusMs(NOW, 3_600_001)).count).toBe(1);
  });
});
