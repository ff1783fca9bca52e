import { playEvening, type EveningEnd } from '../evening.ts';
import { counted, told, type Figure } from '../figure.ts';
import { visiblyFailed } from '../judge/nothing-lost.ts';
import { accountsOfAll } from '../judge/accounts.ts';
import { DAMAGES, PORTS } from '../links/sabotage.ts';
import { killPlans, lossPlan, stopPlan, type Plan } from '../plan.ts';
import type { Experiment, Setting } from './experiment.ts';

/** R1: each of the five is killed at each of the six stages. */
export const everyKill: Experiment = async (setting) => {
  const ends = await playAll(setting, killPlans(setting.seed));
  const kills = ends.flatMap(({ plan }) => Object.values(plan.kills)).length;
  return { findings: findingsOf(ends), figures: [...verdictOn('R1', `kill -9 of five programs at six stages (${kills} kills)`, ends)] };
};

/** R3: PostgreSQL stops every 5 to 10 seconds, for up to 2. */
export const stoppedPostgres: Experiment = async (setting) => {
  const before = setting.world.outages().length;
  const ends = await playAll(setting, [stopPlan(setting.seed)]);
  const stops = setting.world.outages().length - before;
  return {
    findings: findingsOf(ends),
    figures: [...verdictOn('R3', `PostgreSQL stopped every 5–10 s for 0–2 s (${stops} stops)`, ends), enough('R3', 'stops', stops, 3)],
  };
};

/** R4: done, and reported as failed, at every port. */
export const lostAnswers: Experiment = async (setting) => {
  const plan = lossPlan(setting.seed);
  const { saboteur } = setting.world;
  const before = saboteur.played().length;
  const ends = await playAll(setting, [plan]);
  const played = saboteur.played().slice(before);
  const count = (port: string, damage: string) => played.filter((each) => each.port === port && each.damage === damage).length;
  const calls = new Map(
    Object.values(plan.sabotage).flatMap((all) => all.map(({ port, call }) => [`${port} ${call}`, { port, call }] as const)),
  );
  const missed = [...calls.values()].filter(
    ({ port, call }) => !played.some((each) => each.damage === 'lose_answer' && each.port === port && each.call === call),
  );
  const sums = PORTS.map((port) => `${port} ${DAMAGES.map((damage) => count(port, damage)).join('/')}`).join(', ');
  return {
    findings: findingsOf(ends),
    figures: [
      ...verdictOn('R4', `${calls.size} calls done but reported failed, cut, late`, ends),
      counted('R4', `calls whose answer was never lost${missed.map(({ port, call }) => `; ${port} ${call}`).join('')}`, missed.length),
      told('R4', 'played: cut/lost/late', sums),
    ],
  };
};

async function playAll({ world, batch, dossiers, say }: Setting, plans: readonly Plan[]): Promise<readonly EveningEnd[]> {
  const ends: EveningEnd[] = [];
  for (const plan of plans) {
    const started = Date.now();
    const end = await playEvening(world, plan, { batch: batch(), dossiers, apologiesInMs: 25_000, textEveryMs: 250 });
    ends.push(end);
    const kills = Object.entries(plan.kills).map(([stage, { victim }]) => `${stage}: ${victim}`);
    const killed = kills.length > 0 ? ` (${kills.join(', ')})` : '';
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    say(`  evening ${ends.length} of ${plans.length}${killed}: ${seconds} s, ${end.findings.length} violations`);
  }
  return ends;
}

function findingsOf(ends: readonly EveningEnd[]) {
  return ends.flatMap(({ findings }) => findings);
}

function verdictOn(id: string, what: string, ends: readonly EveningEnd[]): readonly Figure[] {
  const all = ends.map(({ evidence }) => evidence);
  const handed = all.flatMap(({ log }) => log).filter((entry) => entry.type === 'handover');
  const texts = all.flatMap(({ log }) => log).filter(({ type }) => type === 'text').length;
  const busy = all.flatMap(({ log }) => log).filter((entry) => entry.type === 'reply' && entry.outcome === 'busy').length;
  const repeated = handed.filter(({ outcome }) => outcome === 'repeated').length;
  const failed = all.reduce((sum, evidence) => sum + visiblyFailed(evidence, accountsOfAll(evidence)), 0);
  const accepted = handed.filter(({ outcome }) => outcome === 'accepted').length;
  return [
    counted(id, `violations: ${what}`, findingsOf(ends).length),
    told(id, 'messages, of them handed over once more; texts, of them told busy', `${accepted}, ${repeated}; ${texts}, ${busy}`),
    counted(id, 'notices that failed visibly', failed),
  ];
}

function enough(id: string, what: string, value: number, least: number): Figure {
  return { id, what: `${what} that were played`, value: String(value), must: `≥ ${least}`, ok: value >= least };
}
