import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startClock } from '../../../src/db/clock.ts';
import { openDatabase, type Database } from '../../../src/db/open.ts';
import { epochMs } from '../../../src/domain/calendar.ts';
import { NO_DATABASE } from '../../support/api.ts';
import { aDatabase } from '../../support/records.ts';

const DAY_MS = 86_400_000;

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());
afterEach(() => void vi.useRealTimers());

test.each([DAY_MS, -DAY_MS])(
  'started on a machine whose clock is wrong by %i ms it says what PostgreSQL says, and tells the operators',
  async (byMs) => {
    jump(byMs);
    const { clock, logged } = await aClock(database);
    expect(Math.abs(epochMs(clock.now()) - (await postgresMs()))).toBeLessThan(500);
    expect(logged()).toMatchObject([{ wrongByMs: expect.closeTo(byMs, -3), msg: 'clock_differs_from_the_database' }]);
    await clock.stop();
  },
);

test.each([DAY_MS, -DAY_MS])('a jump of %i ms while it runs changes nothing', async (byMs) => {
  const { clock, logged } = await aClock(database);
  jump(byMs);
  expect(Math.abs(epochMs(clock.now()) - (await postgresMs()))).toBeLessThan(500);
  expect(logged()).toEqual([]);
  await clock.stop();
});

test('it runs on between two answers and never backwards', async () => {
  const { clock } = await aClock(database);
  const first = epochMs(clock.now());
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(epochMs(clock.now()) - first).toBeGreaterThanOrEqual(49);
  await clock.stop();
});

test('without PostgreSQL there is only this machine’s clock', async () => {
  const nowhere = openDatabase(NO_DATABASE, { max: 1, name: 'test' });
  const { clock } = await aClock(nowhere);
  expect(Math.abs(epochMs(clock.now()) - Date.now())).toBeLessThan(500);
  await clock.stop();
  await nowhere.sql.end({ timeout: 0 });
});

async function aClock(from: Database) {
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) });
  const clock = await startClock(from, log);
  return { clock, logged: (): unknown[] => lines.map((line) => JSON.parse(line)) };
}

/** The wall clock of this process alone. */
function jump(byMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs });
}

async function postgresMs(): Promise<number> {
  const [row] = await database.sql<{ ms: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float as ms`;
  return row?.ms ?? 0;
}
