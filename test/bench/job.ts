import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../infra/stack/eventually.ts';
import { LAST_STEP, STEPS, type Contestant } from './contestant.ts';
import { untilDue } from './in-time.ts';
import { atARate, forSeconds, inTurns, type Answers } from './load.ts';
import { quantile } from './statistics.ts';

export type JobPlan = {
  readonly ids: readonly string[];
  /** To warm the programs with: what was just started is slow, and no office starts its programs for each dossier. */
  readonly others: readonly string[];
  readonly dueMs: number;
  /** How long the quiet inquiries go on. */
  readonly quietS: number;
  /** Results a second; else as fast as they are taken. */
  readonly resultsPerS?: number;
};

/** Everything measured in one job, by name: rates a second, times in milliseconds unless their name says otherwise. */
export type Measured = Readonly<Record<string, number>>;

const WRITERS = 32;
const READERS = 16;
export const INQUIRIES_PER_S = 50;

/**
 * Plays the job of quality.md, from the first registration to the last result.
 * @throws unless every dossier and message is as it must be
 */
export async function playJob(player: Contestant, { ids, others, dueMs, quietS, resultsPerS }: JobPlan): Promise<Measured> {
  const started = performance.now();
  await warm(player, others);
  const [cpuBefore, warmed] = [player.cpuMs(), performance.now()];

  const registering = performance.now();
  const registeredS = await inTurns(ids, WRITERS, player.register);
  await player.delivered();
  const startedS = since(registering);

  const stepping = performance.now();
  const events = STEPS.flatMap((step) => ids.map((id) => [id, step] as const));
  const recordedS = await inTurns(events, WRITERS, ([id, step]) => player.progress(id, step));
  await player.delivered();
  await inTurns(lateOnes(ids), READERS, (id) => hasApplied(player, id, STEPS.length));
  const appliedS = since(stepping);

  const reads = STEPS.flatMap(() => ids);
  const readS = await inTurns(reads, READERS, (id) => player.read(id, LAST_STEP));
  const cpuBeforeQuiet = player.cpuMs();
  const quiet = await inquireAtARate(player, ids, INQUIRIES_PER_S, forSeconds(quietS));
  const quietCpu = spent(cpuBeforeQuiet, player.cpuMs(), quiet.latenciesMs.length, 'InquiryCpuMs');
  const readyAfterS = since(started);
  await untilDue(dueMs);

  const burst = await inquireAtARate(player, ids, INQUIRIES_PER_S, apologiesToCome(player, ids, dueMs));
  const lastApologyMs = Math.max(...player.sent().map(({ atMs }) => atMs));

  const finishing = performance.now();
  await (resultsPerS === undefined ? inTurns(ids, WRITERS, player.finish) : oneByOne(ids, resultsPerS, player.finish));
  await eventually('all results', () => player.sent().length >= 2 * ids.length, { withinMs: 600_000, everyMs: 20 });
  const [finishedS, lifeS] = [since(finishing), since(warmed)];
  const lifeCpu = spent(cpuBefore, player.cpuMs(), ids.length, 'CpuMs');

  await sleep(1000); // a message sent twice would come now
  await judge(player, ids);
  return {
    registrationsPerS: ids.length / registeredS,
    startsPerS: ids.length / startedS,
    eventsPerS: events.length / recordedS,
    appliedPerS: events.length / appliedS,
    readsPerS: reads.length / readS,
    burstP50Ms: quantile(burst.latenciesMs, 0.5),
    burstP99Ms: quantile(burst.latenciesMs, 0.99),
    inquiryErrors: quiet.errors.length + burst.errors.length,
    burstS: (lastApologyMs - dueMs) / 1000,
    apologiesPerS: (ids.length * 1000) / (lastApologyMs - dueMs),
    resultsPerS: ids.length / finishedS,
    readyAfterS,
    lifeS,
    inquiriesADossier: (quiet.latenciesMs.length + burst.latenciesMs.length) / ids.length,
    ...lifeCpu,
    ...quietCpu,
  };
}

/** @throws the first error */
async function oneByOne(ids: readonly string[], perSecond: number, work: (id: string) => Promise<void>): Promise<void> {
  let given = 0;
  const give = (nth: number) => ((given = nth + 1), work(ids[nth] ?? ''));
  const { errors } = await atARate(perSecond, () => given < ids.length, give);
  if (errors.length > 0) throw new Error(errors[0]);
}

/** A part of the job that does not count. */
export async function warm(player: Contestant, others: readonly string[]): Promise<void> {
  await inTurns(others, WRITERS, player.registerForLater);
  for (const step of STEPS) await inTurns(others, WRITERS, (id) => player.progress(id, step));
  await player.delivered();
  await inTurns(others, READERS, (id) => player.read(id, LAST_STEP));
  await inTurns(others, READERS, (id) => player.inquire(id, LAST_STEP));
  await inTurns(others, READERS, (id) => hasApplied(player, id, STEPS.length)); // else P's, which it puts off, would run in what counts
}

/** N apologies, N results, nothing twice, every workflow at its end after so many events, asked of itself. */
export async function judge(player: Contestant, ids: readonly string[], expected = STEPS.length + 1): Promise<void> {
  const faults: string[] = [];
  for (const kind of ['apology', 'result']) {
    const got = player.sent().filter((message) => message.kind === kind);
    const [messages, dossiers] = [got.length, new Set(got.map(({ dossier }) => dossier)).size];
    if (messages !== ids.length || dossiers !== ids.length)
      faults.push(`${kind}: ${messages} messages to ${dossiers} of ${ids.length} dossiers`);
  }
  await inTurns(ids, READERS, async (id) => {
    const { finished, events, step } = await player.standing(id);
    if (!finished || events !== expected) faults.push(`${id} stands at ${step} after ${events} events`);
  });
  if (faults.length > 0) throw new Error(`the job did not end as it must:\n${faults.slice(0, 20).join('\n')}`);
}

async function hasApplied(player: Contestant, id: string, expected: number): Promise<void> {
  await eventually(`${id} to have applied ${expected} events`, async () => (await player.standing(id)).events === expected, {
    withinMs: 120_000,
  });
}

/** The last ones told, and some in between: to ask all of them would be a load of its own. They are all asked at the end. */
function lateOnes(ids: readonly string[]): readonly string[] {
  return [...ids.filter((_, index) => index % 20 === 0), ...ids.slice(-Math.ceil(ids.length / 10))];
}

/** While apologies are missing; a loss is left to the judge. */
export function apologiesToCome(player: Contestant, ids: readonly string[], dueMs: number): () => boolean {
  return () => player.sent().length < ids.length && Date.now() < dueMs + 600_000;
}

/** So many a second, about one dossier after another, each where its steps have led; `before` were asked about already. */
export function inquireAtARate(
  player: Contestant,
  ids: readonly string[],
  perSecond: number,
  goOn: () => boolean,
  before = 0,
): Promise<Answers> {
  return atARate(perSecond, goOn, (nth) => player.inquire(pick(ids, before + nth), LAST_STEP));
}

export function pick(ids: readonly string[], nth: number): string {
  return ids[(nth * 7919) % ids.length] ?? '';
}

/** What was spent in between of each that is counted, for each of so many; `named` follows its name. */
export function spent(before: Readonly<Record<string, number>>, after: typeof before, each: number, named = ''): Measured {
  return Object.fromEntries(Object.entries(after).map(([name, ms]) => [name + named, (ms - (before[name] ?? 0)) / each]));
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
