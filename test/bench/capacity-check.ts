import { burstOf, cpuMsOf, type Costs, type Demand, type Program } from './capacity-plan.ts';
import { inTime } from './in-time.ts';
import { playJob } from './job.ts';
import { idsOf } from './contestant.ts';
import { measuredCpu } from './costs.ts';
import { openProduct } from './product.ts';
import { at, withServers } from './rounds.ts';
import { openServers } from './servers.ts';
import { columns, short } from './table.ts';

/** A tenth of a day whose dossiers are all late, on this machine, at the same link. */
const SCALE = 0.1;
/** More than a fourth away from what was seen is not a prediction. */
const TOLERANCE = 0.25;

/** Plays it and compares. @returns whether every prediction held */
export async function checkPlan(demand: Demand, costs: Costs, say: (line: string) => void): Promise<boolean> {
  const dossiers = Math.ceil(demand.dossiersPerDay * SCALE);
  say(`\nchecking with ${dossiers} dossiers in one evening, all late, at ${demand.tps} TPS …`);
  await using servers = await openServers('cluster', say);
  const settings = { SMS_TPS: String(demand.tps) };
  const seen = await inTime(40_000 + dossiers * 100, say, async (dueMs, attempt) => {
    const run = `K${attempt}`;
    await using product = await openProduct({ servers, run, dueMs, spread: `${demand.spreadS}s`, settings });
    return await playJob(withServers(product, servers), { ids: idsOf(run, dossiers), others: idsOf(`${run}O`, 100), dueMs, quietS: 5 });
  });

  const inquiriesADossier = at(seen, 'inquiriesADossier');
  const seenCpu = measuredCpu((name) => at(seen, name), 'CpuMs');
  const cpu = (program: Program) => [cpuMsOf(program, costs, { inquiriesADossier }), seenCpu[program]] as const;
  say(`inquiries a dossier: ${short(inquiriesADossier)}`);
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
