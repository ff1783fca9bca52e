import { expect, onTestFinished, test, vi } from 'vitest';
import { bulkhead } from '../../src/lib/bulkhead.ts';

const SERVER = new Error('deadline exceeded');
const ALWAYS = () => true;

test('eight queries at a time, the ninth is refused until one has ended', async () => {
  const { gate } = aGate();
  const ends: (() => void)[] = [];
  const running = Array.from({ length: 8 }, () => gate.run('ask', () => new Promise<void>((resolve) => ends.push(resolve)), ALWAYS));
  expect(gate.permit()).toBe('refuse');
  ends[0]?.();
  await running[0];
  expect(gate.permit()).toBe('ask');
  for (const end of ends) end();
  await Promise.all(running);
});

test('an answer and an error reach the caller', async () => {
  const { gate } = aGate();
  await expect(gate.run('ask', async () => 7, ALWAYS)).resolves.toBe(7);
  await expect(gate.run('ask', () => Promise.reject(SERVER), ALWAYS)).rejects.toBe(SERVER);
});

test.each([
  ['four failures of ten', '1010101011', 'ask'],
  ['five in a row', '00000', 'refuse'],
  ['five of the last ten', '10101010100', 'refuse'],
  ['five, but one of them longer ago than ten', '0111111100010', 'ask'],
])('%s', async (_, story, permit) => {
  const { gate, tell } = aGate();
  await tell(story);
  expect([gate.permit(), gate.isOpen()]).toEqual([permit, permit === 'refuse']);
});

test('what speaks of one workflow only does not open it', async () => {
  const { gate, tell } = aGate();
  await tell('-'.repeat(20));
  expect(gate.permit()).toBe('ask');
});

test('what speaks of one workflow hides no failure of the server, and closes nothing', async () => {
  const { gate, tell, pass } = aGate();
  await tell('0---'.repeat(5));
  expect(gate.isOpen()).toBe(true);
  for (let turn = 0; turn < 5; turn++) {
    pass(1000);
    await tell('-', 'probe');
  }
  expect(gate.isOpen()).toBe(true);
});

test('open, it lets one probe through a second', async () => {
  const { gate, tell, pass } = aGate();
  await tell('00000');
  pass(999);
  expect(gate.permit()).toBe('refuse');
  pass(1);
  expect([gate.permit(), gate.permit()]).toEqual(['probe', 'refuse']);
  pass(1000);
  expect(gate.permit()).toBe('probe');
});

test.each([
  ['111', 'ask'],
  ['11', 'probe'],
  ['1101', 'probe'],
  ['110111', 'ask'],
])('probes that answer %s', async (probes, permit) => {
  const { gate, tell, pass } = aGate();
  await tell('00000');
  for (const probe of probes) {
    pass(1000);
    expect(gate.permit()).toBe('probe');
    await tell(probe, 'probe');
  }
  pass(1000);
  expect(gate.permit()).toBe(permit);
});

test('open, late answers of what was asked before are no probes', async () => {
  const { gate, tell, pass } = aGate();
  await tell('00000');
  await tell('111', 'ask');
  pass(999);
  expect([gate.permit(), gate.isOpen()]).toEqual(['refuse', true]);
});

test('closed again it has forgotten the old failures', async () => {
  const { gate, tell, pass } = aGate();
  await tell('00000');
  for (let turn = 0; turn < 3; turn++) {
    pass(1000);
    gate.permit();
    await tell('1', 'probe');
  }
  await tell('0000');
  expect(gate.permit()).toBe('ask');
  await tell('0');
  expect(gate.permit()).toBe('refuse');
});

test('open, a wall clock that is set back a day does not put off the next probe', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { gate, tell } = aGate(bulkhead());
  await tell('00000');
  vi.setSystemTime(Date.now() - 86_400_000);
  expect(gate.permit()).toBe('refuse');
  vi.advanceTimersByTime(1000);
  expect(gate.permit()).toBe('probe');
});

/** With a clock of its own; `tell` runs queries that answer (1) or fail (0), one after the other. */
function aGate(own?: ReturnType<typeof bulkhead>) {
  let nowMs = 1_000_000;
  const gate = own ?? bulkhead(() => nowMs);
  return {
    gate,
    pass: (ms: number) => void (nowMs += ms),
    /** `1`: answered; `0`: the server failed; `-`: an error of the one workflow. */
    tell: async (story: string, permit: 'ask' | 'probe' = 'ask') => {
      for (const each of story)
        await gate
          .run(
            permit,
            () => (each === '1' ? Promise.resolve() : Promise.reject(SERVER)),
            () => each !== '-',
          )
          .catch(() => {});
    },
  };
}
