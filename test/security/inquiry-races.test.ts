import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';

const KNOWN = 'MCKH 0101701234';
const UNKNOWN = 'MCKH 9999999999';

/** Two processes of the api on one database, as a balancer has them. */
let apis: [Api, Api];
beforeAll(async () => {
  const first = await openApi();
  apis = [first, await openApi({}, undefined, first.databaseUrl)];
  await first.register({ receiptCode: '0101701234' });
});
afterAll(() => Promise.all(apis.map((api) => api[Symbol.asyncDispose]())));

/** So many at once, half to either; how often each outcome came. */
async function burst(count: number, from: string, text: string, id: (nth: number) => string = (nth) => `${from}-${nth}`) {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, nth) => apis[nth % 2 === 0 ? 0 : 1].inquire(text, { from, id: id(nth) })),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(answers.filter(({ body }) => body.charge !== (body.outcome === 'answered'))).toEqual([]);
  const counts: Record<string, number> = {};
  for (const { body } of answers) counts[body.outcome] = (counts[body.outcome] ?? 0) + 1;
  return counts;
}

describe('requirements §7.8 a burst does not get past the limits by racing, and is told once', () => {
  test.each([1, 2, 3])('of inquiries (%i)', async (round) => {
    expect(await burst(50, `8491234500${round}`, KNOWN)).toEqual({ answered: 30, too_many: 1, ignored: 19 });
    expect(await burst(5, `8491234500${round}`, KNOWN, (nth) => `later-${round}-${nth}`)).toEqual({ ignored: 5 });
  });

  test.each([1, 2, 3])('of unknown codes (%i)', async (round) => {
    expect(await burst(25, `8491234510${round}`, UNKNOWN)).toEqual({ unknown: 10, too_many: 1, ignored: 14 });
    expect(await burst(5, `8491234510${round}`, KNOWN, (nth) => `known-${round}-${nth}`)).toEqual({ answered: 5 });
  });

  test('and a message repeated in the burst counts once', async () => {
    const outcomes = await burst(50, '84912345200', KNOWN, (nth) => `twice-${Math.floor(nth / 2)}`);
    expect(outcomes).toEqual({ answered: 50 });
    expect(await burst(6, '84912345200', KNOWN)).toEqual({ answered: 5, too_many: 1 });
  });

  test('people are not counted together', async () => {
    const people = await Promise.all(Array.from({ length: 40 }, (_, nth) => burst(1, `849123453${String(nth).padStart(2, '0')}`, KNOWN)));
    expect(people).toEqual(people.map(() => ({ answered: 1 })));
  });
});
