import { setTimeout as sleep } from 'node:timers/promises';
import { tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import { citizensOf, isSurelyLate, type Citizen } from './citizens.ts';
import { acknowledgedAndLost, gather, workflowsDisagree } from './gather.ts';
import type { Evidence } from './judge/evidence.ts';
import type { Finding } from './judge/finding.ts';
import { judge } from './judge/judge.ts';
import { openOffice, type Office } from './office.ts';
import { STAGES, type Kill, type Plan, type Stage } from './plan.ts';
import { diceOf } from './random.ts';
import type { World } from './world.ts';

export type EveningOptions = {
  readonly batch: number;
  readonly dossiers: number;
  /** From the start of the registrations to the first apology. */
  readonly apologiesInMs: number;
  /** All the while, milliseconds between two texts to the short code. */
  readonly textEveryMs: number;
};

export type EveningEnd = {
  readonly plan: Plan;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  readonly citizens: readonly Citizen[];
  /** From the last word of the clerks until nothing was left to do. */
  readonly quietAfterMs: number;
};

/** One evening of an office, from the registrations to the closing, with what the plan does to it; judged when all is quiet. */
export async function playEvening(world: World, plan: Plan, options: EveningOptions): Promise<EveningEnd> {
  const citizens = citizensOf(options.batch, options.dossiers, diceOf(plan.seed));
  const { date, time } = wallClock(options.apologiesInMs);
  const at = Date.parse(`${date}T${time}+07:00`);
  await using registrar = await world.openRegistrar({ APOLOGY_TIME: time, APOLOGY_SPREAD: `${SPREAD_MS / 1000}s` });
  const office = openOffice({ world, batch: options.batch, citizens, registrarUrl: registrar.url });
  const ending = new AbortController();
  const stopping = playStops(world, plan, ending.signal);
  const asking = askAllTheWhile(office, options.textEveryMs, ending.signal);

  const stages: Readonly<Record<Stage, () => Promise<unknown>>> = {
    registering: () => office.register(tomorrow()),
    steps: () => office.work('steps'),
    inquiries: () => forEachAtOnce(citizens, 4, async () => office.noteOne((await office.ask(), 'inquiries'))),
    apologies: async () => {
      await sleep(Math.max(0, at - 400 - Date.now()));
      await Promise.all([office.work('apologies', 60), untilTold(world, citizens, 'apology')]);
    },
    results: () => Promise.all([office.work('results'), untilTold(world, citizens, 'result')]),
    closing: () => office.work('closing'),
  };
  for (const stage of STAGES) {
    for (const sabotage of plan.sabotage[stage] ?? []) world.saboteur.arm(sabotage);
    const working = stages[stage]();
    await Promise.all([working, playKill(world, office, stage, plan.kills[stage], working)]);
  }
  ending.abort();
  await Promise.all([stopping, asking]);
  await sleep(1000);
  world.saboteur.disarm();

  const wordsOverAt = Date.now();
  const { evidence, findings } = await whenQuiet(world, citizens, office);
  const complaints = office.books.complaints.map((what): Finding => ({ invariant: 'I6', about: 'a clerk', what: `was refused: ${what}` }));
  const ended = world
    .endedByThemselves()
    .map((what): Finding => ({ invariant: 'I1', about: 'a program', what: `ended by itself: ${what}` }));
  return { plan, citizens, evidence, findings: [...findings, ...complaints, ...ended], quietAfterMs: Date.now() - wordsOverAt };
}

const SPREAD_MS = 5000;

/** The kill of a stage: when so much of its work is done, or all of it. */
async function playKill(world: World, office: Office, stage: Stage, kill: Kill | undefined, working: Promise<unknown>): Promise<void> {
  if (!kill) return;
  const over = working.then(
    () => true,
    () => true,
  );
  while (office.share(stage) < kill.afterShare && !(await Promise.race([over, sleep(20, false)])));
  const all = world.victims(kill.victim);
  const child = all[Math.floor(kill.which * all.length)];
  if (child) await world.kill(child, kill.victim, kill.absentMs);
}

async function playStops(world: World, { stops }: Plan, ending: AbortSignal): Promise<void> {
  const [postgres] = world.victims('postgres');
  for (const { how, afterMs, forMs } of stops) {
    await sleep(afterMs, undefined, { signal: ending }).catch(() => undefined);
    if (ending.aborted || !postgres) return;
    await (how === 'freeze' ? world.freezePostgres(forMs) : world.kill(postgres, 'postgres', forMs));
  }
}

async function askAllTheWhile(office: Office, everyMs: number, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    await office.ask();
    await sleep(everyMs, undefined, { signal: ending }).catch(() => undefined);
  }
}

/** Waits for the notices that nothing can prevent, so that the next stage does not overtake them. After an outage that may take long. */
async function untilTold(world: World, citizens: readonly Citizen[], kind: 'apology' | 'result'): Promise<void> {
  const expected = new Set(citizens.filter(isSurelyLate).map(({ code }) => `${code}/${kind}`));
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const told = world.log().flatMap((entry) => (entry.type === 'handover' ? [entry.id.split('/').slice(0, 2).join('/')] : []));
    if (new Set(told.filter((start) => expected.has(start))).size >= expected.size) return;
    await sleep(200);
  }
}

/** How long everything may take to be told and settled after the last word; what is wrong then is wrong. */
const QUIET_WITHIN_MS = 75_000;

/** Looks until nothing is wrong any more; a notice under way looks like a lost one. */
async function whenQuiet(world: World, citizens: readonly Citizen[], office: Office): Promise<Pick<EveningEnd, 'evidence' | 'findings'>> {
  const until = Date.now() + QUIET_WITHIN_MS;
  for (;;) {
    const evidence = await gather(world, citizens, office.books);
    const findings = [...judge(evidence), ...acknowledgedAndLost(evidence), ...underWay(evidence)];
    const all = findings.length === 0 ? await workflowsDisagree(world, evidence).catch(asFinding) : findings;
    if (all.length === 0 || Date.now() > until) return { evidence, findings: all };
    await sleep(500);
  }
}

function underWay({ dossiers }: Evidence): readonly Finding[] {
  return dossiers
    .flatMap(({ ledger }) => ledger)
    .filter(({ status }) => status === 'created' || status === 'sending')
    .map(({ key, status }) => ({ invariant: 'I1', about: key, what: `still ${status}` }));
}

function asFinding(error: unknown): readonly Finding[] {
  return [{ invariant: 'I5', about: 'a workflow', what: error instanceof Error ? error.message : String(error) }];
}
