import { setTimeout as sleep } from 'node:timers/promises';
import { burstOf, cpuMsOf, PROGRAMS, type Costs, type Demand, type Program } from './capacity-plan.ts';
import { inTime } from './in-time.ts';
import { playJob, spent, type Measured } from './job.ts';
import { idsOf, type Contestant } from './contestant.ts';
import { measuredCpu } from './costs.ts';
import { openProduct } from './product.ts';
import { at, withServers } from './rounds.ts';
import { openServers } from './servers.ts';
import { columns, short } from './table.ts';

/** A tenth of a day whose dossiers are all late, on this machine, at the same link. */
const SCALE = 0.1;
/** Results come to an office one by one, and never for long faster than they can be told. */
const OF_THE_LINK = 0.8;
const REST_S = 10;
/** More than a fourth away from what was seen is not a prediction. */
const TOLERANCE = 0.25;

/**
 * Plays the demand and compares it with the plan. What the programs use when nobody asks anything of them is not counted as a dossier's.
 * @returns whether every prediction held
 */
export async function checkPlan(demand: Demand, costs: Costs, say: (line: string) => void): Promise<boolean> {
  const dossiers = Math.ceil(demand.dossiersPerDay * SCALE);
  say(`\nchecking with ${dossiers} dossiers in one evening, all late, at ${demand.tps} TPS …`);
  await using servers = await openServers('cluster', say);
  const settings = { SMS_TPS: String(demand.tps) };
  const seen = await inTime(40_000 + 2000 * REST_S + dossiers * 100, say, async (dueMs, attempt) => {
    const run = `K${attempt}`;
    await using product = await openProduct({ servers, run, dueMs, spread: `${demand.spreadS}s`, settings });
    const player = withServers(product, servers);
    const plan = { ids: idsOf(run, dossiers), others: idsOf(`${run}O`, 100), dueMs, quietS: 5, resultsPerS: demand.tps * OF_THE_LINK };
    return { ...(await restOf(player)), ...(await playJob(player, plan)) };
  });

  const inquiriesADossier = at(seen, 'inquiriesADossier');
  const named = (name: string) => at(seen, name);
  const [whole, atRest] = [measuredCpu(named, 'CpuMs'), measuredCpu(named, 'AtRest')];
  const ofDossier = (program: Program) => whole[program] - (atRest[program] * at(seen, 'lifeS')) / dossiers;
  const cpu = (program: Program) => [cpuMsOf(program, costs, { inquiriesADossier }), ofDossier(program)] as const;
  const resting = PROGRAMS.map((program) => `${program} ${short(atRest[program])}`).join(', ');
  say(`inquiries a dossier: ${short(inquiriesADossier)}; at rest, ms of processor time a second: ${resting}`);
  const rows = [
    ['the burst, s', burstOf(dossiers, demand, costs).seconds, at(seen, 'burstS')],
    ['CPU of api, ms a dossier', ...cpu('api')],
    ['CPU of worker, ms a dossier', ...cpu('worker')],
    ['CPU of Temporal, ms a dossier', ...cpu('temporal')],
    ['CPU of PostgreSQL, ms a dossier', ...cpu('postgres')],
  ] as const;
  const judged = rows.map(([what, predicted, observed]) => ({ what, predicted, observed, off: observed / predicted - 1 }));
  const cells = judged.map(({ what, predicted, observed, off }) => [what, short(predicted), short(observed), `${Math.round(off * 100)} %`]);
  say(`\n${columns([['', 'predicted', 'observed', 'off'], ...cells])}`);
  return judged.every(({ off }) => Math.abs(off) <= TOLERANCE);
}

/** Processor time a second of programs that have nothing to do, milliseconds. */
async function restOf(player: Contestant): Promise<Measured> {
  await sleep(REST_S * 1000); // they have just been started
  const before = player.cpuMs();
  await sleep(REST_S * 1000);
  return spent(before, player.cpuMs(), REST_S, 'AtRest');
}
