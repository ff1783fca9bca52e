import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type InjectedSinks } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimerWitness } from './timer-witness.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const names = readdirSync(here('histories')).filter((name) => name.endsWith('.json'));
/** Inside the project, so that a changed copy finds its packages. */
const copies = here('../../.cache/replay-test');

type RecordedTimer = { timerStartedEventAttributes?: { timerId: string; startToFireTimeout: string } };
const historyOf = (name: string) => JSON.parse(readFileSync(here(`histories/${name}`), 'utf8'));
const recordedTimers = (name: string): number[] =>
  historyOf(name).events.flatMap(({ timerStartedEventAttributes: timer }: RecordedTimer) =>
    timer ? [Number.parseFloat(timer.startToFireTimeout) * 1000] : [],
  );

function bundle(workflowsPath: string) {
  const quiet = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, log: () => {} };
  return bundleWorkflowCode({ workflowsPath, workflowInterceptorModules: [here('timer-witness.ts')], logger: quiet });
}

/** Replays one history. @returns how long its timers would run now, milliseconds @throws when the commands differ */
async function replay(workflowBundle: { code: string }, recorded: string | object): Promise<number[]> {
  const timers: number[] = [];
  const sinks: InjectedSinks<TimerWitness> = {
    witness: { timer: { fn: (_info, _seq, durationMs) => void timers.push(durationMs), callDuringReplay: true } },
  };
  await Worker.runReplayHistory({ workflowBundle, sinks }, typeof recorded === 'string' ? historyOf(recorded) : recorded);
  return timers;
}

/** A history that ends where its first timer wakes the workflow, although by the server's clock it is not yet time. */
function firedEarly(name: string) {
  const { events } = historyOf(name);
  const fired = events.findIndex(({ eventType }: { eventType: string }) => eventType === 'EVENT_TYPE_TIMER_FIRED');
  const woken = events.slice(fired).find(({ eventType }: { eventType: string }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_STARTED');
  const begun = events.find(({ eventType }: { eventType: string }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_STARTED');
  const [timerMs = 0] = recordedTimers(name);
  const earlyByMs = 10_000;
  woken.eventTime = new Date(Date.parse(begun.eventTime) + timerMs - earlyByMs).toISOString();
  return { history: { events: events.slice(0, events.indexOf(woken) + 1) }, earlyByMs };
}

/** The workflows with one line changed. */
async function changed(file: string, from: string, to: string) {
  const copy = `${copies}/${from.length}-${to.length}`;
  for (const folder of ['domain', 'workflows']) cpSync(here(`../../src/${folder}`), `${copy}/${folder}`, { recursive: true });
  const before = readFileSync(`${copy}/${file}`, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} no longer holds ${from}: choose another line to get wrong`);
  writeFileSync(`${copy}/${file}`, before.replace(from, to));
  return bundle(`${copy}/workflows/index.ts`);
}

Runtime.install({ logger: new DefaultLogger('ERROR') });

describe('the dossiers that run are still understood (architecture §5.10)', () => {
  let today: { code: string };
  beforeAll(async () => {
    mkdirSync(copies, { recursive: true });
    today = await bundle(here('../../src/workflows/index.ts'));
  });
  afterAll(() => rmSync(copies, { recursive: true, force: true }));

  test('there are histories', () => expect(names.length).toBeGreaterThanOrEqual(5));

  test.each(names)('%s: the same commands, and timers of the same length', async (name) => {
    expect(await replay(today, name)).toEqual(recordedTimers(name));
  });

  test.each(names)('%s: the words for the Temporal UI take little of it', (name) => {
    type Worded = { userMetadata?: { summary?: { data: string } } };
    const sizes = historyOf(name).events.map(({ userMetadata }: Worded) => Buffer.from(userMetadata?.summary?.data ?? '', 'base64').length);
    const bytes = sizes.reduce((sum: number, size: number) => sum + size, 0);
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThan(600);
  });

  test('a timer that fired too early, because the server’s clock was set back, runs again for the rest (requirements §5.3)', async () => {
    const { history, earlyByMs } = firedEarly(names.find((name) => name.endsWith('-late.json')) ?? '');
    const [eve = 0] = await replay(today, history);
    expect(await replay(today, history)).toEqual([eve, earlyByMs]);
  });

  test('a change of the commands is caught', async () => {
    const wrong = await changed(
      'workflows/dossier.ts',
      'await archiveDossier(dossier.receiptCode);',
      'await condition(() => false, 1000);',
    );
    await expect(replay(wrong, names.find((name) => name.endsWith('on-time.json')) ?? '')).rejects.toThrow(DeterminismViolationError);
  });

  test('a change of a timer’s length is caught, which Temporal’s own replay lets pass', async () => {
    const wrong = await changed('domain/apology.ts', 'plusDays(dossier.dueDate, -1)', 'plusDays(dossier.dueDate, -2)');
    const late = names.find((name) => name.endsWith('-late.json')) ?? '';
    expect(await replay(wrong, late)).not.toEqual(recordedTimers(late));
  });
});
