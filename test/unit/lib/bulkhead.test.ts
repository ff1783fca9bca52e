import { expect, onTestFinished, test, vi } from 'vitest';
import { createBulkhead } from '../../../src/lib/bulkhead.ts';

const SERVER = new Error('deadline exceeded');
const ALWAYS = () => true;

test('eight queries at a time, the ninth is refused until one has ended', async () => {
  const { bulkhead } = aBulkhead();
  const ends: (() => void)[] = [];
  const running = Array.from({ length: 8 }, () => bulkhead.run('ask', () => new Promise<void>((resolve) => ends.push(resolve)), ALWAYS));
  expect(bulkhead.permit()).toBe('refuse');
  ends[0]?.();
  await running[0];
  expect(bulkhead.permit()).toBe('ask');
  for (const end of ends) end();
  await Promise.all(running);
});

test('an answer and an error both reach the caller', async () => {
  const { bulkhead } = aBulkhead();
  await expect(bulkhead.run('ask', async () => 7, ALWAYS)).resolves.toBe(7);
  await expect(bulkhead.run('ask', () => Promise.reject(SERVER), ALWAYS)).rejects.toBe(SERVER);
});

test.each([
  ['four failures of ten', '1010101011', 'ask'],
  ['five in a row', '00000', 'refuse'],
  ['five of the last ten', '10101010100', 'refuse'],
  ['five, but one of them longer ago than ten', '0111111100010', 'ask'],
])('%s', async (_, story, permit) => {
  const { bulkhead, runQueries } = aBulkhead();
  await runQueries(story);
  expect([bulkhead.permit(), bulkhead.isOpen()]).toEqual([permit, permit === 'refuse']);
});

test('errors of one workflow do not open the breaker', async () => {
  const { bulkhead, runQueries } = aBulkhead();
  await runQueries('-'.repeat(20));
  expect(bulkhead.permit()).toBe('ask');
});

test('errors of one workflow hide no failure of the server, and close nothing', async () => {
  const { bulkhead, runQueries, passMs } = aBulkhead();
  await runQueries('0---'.repeat(5));
  expect(bulkhead.isOpen()).toBe(true);
  for (let turn = 0; turn < 5; turn++) {
    passMs(1000);
    await runQueries('-', 'probe');
  }
  expect(bulkhead.isOpen()).toBe(true);
});

test('an open breaker lets one probe through a second', async () => {
  const { bulkhead, runQueries, passMs } = aBulkhead();
  await runQueries('00000');
  passMs(999);
  expect(bulkhead.permit()).toBe('refuse');
  passMs(1);
  expect([bulkhead.permit(), bulkhead.permit()]).toEqual(['probe', 'refuse']);
  passMs(1000);
  expect(bulkhead.permit()).toBe('probe');
});

test.each([
  ['111', 'ask'],
  ['11', 'probe'],
  ['1101', 'probe'],
  ['110111', 'ask'],
])('probes that answer %s', async (probes, permit) => {
  const { bulkhead, runQueries, passMs } = aBulkhead();
  await runQueries('00000');
  for (const probe of probes) {
    passMs(1000);
    expect(bulkhead.permit()).toBe('probe');
    await runQueries(probe, 'probe');
  }
  passMs(1000);
  expect(bulkhead.permit()).toBe(permit);
});

test('answers to queries that began before the breaker opened are no probes', async () => {
  const { bulkhead, runQueries, passMs } = aBulkhead();
  await runQueries('00000');
  await runQueries('111', 'ask');
  passMs(999);
  expect([bulkhead.permit(), bulkhead.isOpen()]).toEqual(['refuse', true]);
});

test('a breaker that closes again forgets the old failures', async () => {
  const { bulkhead, runQueries, passMs } = aBulkhead();
  await runQueries('00000');
  for (let turn = 0; turn < 3; turn++) {
    passMs(1000);
    bulkhead.permit();
    await runQueries('1', 'probe');
  }
  await runQueries('0000');
  expect(bulkhead.permit()).toBe('ask');
  await runQueries('0');
  expect(bulkhead.permit()).toBe('refuse');
});

test('a wall clock that is set back a day does not put off the next probe', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { bulkhead, runQueries } = aBulkhead(createBulkhead());
  await runQueries('00000');
  vi.setSystemTime(Date.now() - 86_400_000);
  expect(bulkhead.permit()).toBe('refuse');
  vi.advanceTimersByTime(1000);
  expect(bulkhead.permit()).toBe('probe');
});

/** A bulkhead with a clock of its own, unless one is given. */
function aBulkhead(own?: ReturnType<typeof createBulkhead>) {
  let nowMs = 1_000_000;
  const bulkhead = own ?? createBulkhead(() => nowMs);
  return {
    bulkhead,
    passMs: (ms: number) => void (nowMs += ms),
    /** Runs one query after the other: `1` is answered, at `0` the server fails, `-` is an error of one workflow. */
    runQueries: async (story: string, permit: 'ask' | 'probe' = 'ask') => {
      for (const each of story)
        await bulkhead
          .run(
            permit,
            () => (each === '1' ? Promise.resolve() : Promise.reject(SERVER)),
            () => each !== '-',
          )
          .catch(() => {});
    },
  };
}
