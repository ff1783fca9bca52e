import { describe, expect, test } from 'vitest';
import { chooseGateway, isRegisteredOn, type Candidate } from '../../../src/domain/choose-gateway.ts';

const KEYS = Array.from({ length: 10_000 }, (_, nth) => `${String(101_701_234 + nth).padStart(10, '0')}/result/1`);

function gateway(name: string, share: number, some: Partial<Candidate> = {}): Candidate {
  return { name, share, isAway: false, isPaused: false, isTrialDue: false, ...some };
}

/** How many of 10,000 notices each gateway gets. */
function divided(...candidates: readonly Candidate[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = Object.fromEntries(candidates.map(({ name }) => [name, 0]));
  for (const key of KEYS) {
    const { name } = chooseGateway(key, candidates);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('requirements §11.4: messages are divided by the shares', () => {
  test.each([
    [70, 30],
    [50, 50],
    [99, 1],
    [10, 90],
  ])('%i to %i, within two in a hundred', (one, other) => {
    const { esms = 0, kannel = 0 } = divided(gateway('esms', one), gateway('kannel', other));
    expect(esms + kannel).toBe(KEYS.length);
    expect(Math.abs(esms / KEYS.length - one / (one + other))).toBeLessThan(0.02);
  });

  test('among three; the shares need not come to a hundred', () => {
    const { a = 0, b = 0, c = 0 } = divided(gateway('a', 5), gateway('b', 3), gateway('c', 2));
    for (const [got, share] of [
      [a, 0.5],
      [b, 0.3],
      [c, 0.2],
    ] as const)
      expect(Math.abs(got / KEYS.length - share)).toBeLessThan(0.02);
  });

  test('a notice meets the same gateway at every try, and one that goes takes only its own notices along', () => {
    const [a, b, c] = [gateway('a', 50), gateway('b', 30), gateway('c', 20)];
    for (const key of KEYS.slice(0, 1000)) {
      const { name } = chooseGateway(key, [a, b, c]);
      expect(chooseGateway(key, [c, a, b]).name).toBe(name);
      if (name !== 'b') expect(chooseGateway(key, [a, { ...b, isAway: true }, c]).name).toBe(name);
    }
  });
});

const AWAY = { isAway: true } as const;
const PAUSED = { isPaused: true } as const;

describe('requirements §11.4: which gateways get notices', () => {
  test.each([
    ['one that is away gets none', [gateway('a', 70, AWAY), gateway('b', 30)], ['b']],
    ['one that is paused holds nothing up', [gateway('a', 70, PAUSED), gateway('b', 30)], ['b']],
    ['one with a share of 0 gets none', [gateway('a', 0), gateway('b', 30)], ['b']],
    ['one with a share of 0 gets all when the others are away', [gateway('a', 0), gateway('b', 30, AWAY)], ['a']],
    ['one with a share of 0 gets all when the others are paused', [gateway('a', 0), gateway('b', 30, PAUSED)], ['a']],
    ['only shares of 0 are equal', [gateway('a', 0), gateway('b', 0)], ['a', 'b']],
    ['when all are away, each is tried', [gateway('a', 70, AWAY), gateway('b', 30, AWAY)], ['a', 'b']],
    ['also one with a share of 0', [gateway('a', 0, AWAY), gateway('b', 1, AWAY)], ['a', 'b']],
    ['one that is away is tried before one that is paused', [gateway('a', 70, AWAY), gateway('b', 30, PAUSED)], ['a']],
    ['when all are paused, each keeps its notices', [gateway('a', 70, PAUSED), gateway('b', 30, PAUSED)], ['a', 'b']],
    ['a single one gets all, whatever it is', [gateway('a', 0, { ...AWAY, ...PAUSED })], ['a']],
  ] as const)('%s', (_what, candidates, expected) => {
    const counts = divided(...candidates);
    expect(Object.keys(counts).filter((name) => (counts[name] ?? 0) > 0)).toEqual(expected);
  });

  const due = { isAway: true, isTrialDue: true } as const;
  test.each([
    ['a trial that is due goes to the gateway that is away', [gateway('a', 70, due), gateway('b', 30)], { name: 'a', isTrial: true }],
    ['not while it is paused', [gateway('a', 70, { ...due, ...PAUSED }), gateway('b', 30)], { name: 'b', isTrial: false }],
    ['not to one with a share of 0', [gateway('a', 0, due), gateway('b', 30)], { name: 'b', isTrial: false }],
    ['without another gateway there is no trial, because it is tried anyway', [gateway('a', 70, due)], { name: 'a', isTrial: false }],
  ] as const)('%s', (_what, candidates, choice) => {
    expect(chooseGateway('0101701234/result/1', candidates)).toEqual(choice);
  });

  test.each([
    [null, true],
    [['a', 'b'], true],
    [['b'], false],
  ] as const)('an agency whose sender is registered on %j may use gateway a: %s', (gateways, may) => {
    expect(isRegisteredOn('a', { gateways })).toBe(may);
  });
});
