import { parseArgs } from 'node:util';
import { checkPlan } from './capacity-check.ts';
import { ASSUMED, planFor, PROGRAMS, type Demand, type Plan } from './capacity-plan.ts';
import { BUILT_IN, readCosts } from './costs.ts';
import { columns, short } from './table.ts';

/**
 * `npm run capacity`: what a number of dossiers a day needs, by the costs of the last bench. `--check` plays a tenth of it and compares.
 */
const USAGE =
  'npm run capacity -- --dossiers-per-day N --tps T [--late 0.2] [--spread 60] [--inquiries 1] [--bench .data/bench] [--check] ' +
  '| --country (100 million dossiers a year)';

const { values } = parseArgs({
  options: {
    'dossiers-per-day': { type: 'string' },
    tps: { type: 'string' },
    late: { type: 'string', default: '0.2' },
    spread: { type: 'string', default: '60' },
    inquiries: { type: 'string', default: '1' },
    bench: { type: 'string', default: '.data/bench' },
    check: { type: 'boolean', default: false },
    country: { type: 'boolean', default: false },
  },
});
const COUNTRY = { 'dossiers-per-day': String(100_000_000 / ASSUMED.workingDays), tps: '2000' };
const wanted = values.country ? { ...COUNTRY, ...values } : values;
const demand: Demand = {
  dossiersPerDay: Number(wanted['dossiers-per-day']),
  tps: Number(wanted.tps),
  lateShare: Number(wanted.late),
  spreadS: Number(wanted.spread),
  inquiriesADossier: Number(wanted.inquiries),
};
if (!Object.values(demand).every((value) => Number.isFinite(value) && value >= 0) || !(demand.dossiersPerDay > 0) || !(demand.tps > 0)) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}

const costs = readCosts(values.bench, BUILT_IN);
const plan = planFor(demand, costs);
console.log(`\n${answerOf(demand, plan)}\n\nCosts: ${costs.from}. Assumed: ${describeAssumptions(demand)}.`);
if (values.check) process.exitCode = (await checkPlan(demand, costs, console.log)) ? 0 : 1;

function answerOf({ dossiersPerDay, tps }: Demand, { busyCores, cores, processes, burst, ...books }: Plan): string {
  const gigabytes = (bytes: number) => `${short(bytes / 1e9)} GB`;
  return columns([
    [`for ${short(dossiersPerDay)} dossiers a day over a link of ${tps} TPS`, ''],
    ...PROGRAMS.map((program) => [
      `cores for ${program}`,
      `${cores[program]}, of which ${short(busyCores[program])} busy in the fullest hour` +
        (program === 'api' || program === 'worker' ? `, in ${processes[program]} processes` : ''),
    ]),
    ['WAL a day, both databases', gigabytes(books.walBytesADay)],
    ['storage a year, the product', gigabytes(books.storedBytesAYear)],
    ["storage of Temporal's databases", gigabytes(books.temporalBytes)],
    ['cores that fill the link', `${books.coresToFillTheLink}, all programs together`],
    ['the 17:30 burst', `${books.apologies} apologies in ${short(burst.seconds)} s; the ${burst.limit} is the limit`],
  ]);
}

function describeAssumptions({ lateShare, inquiriesADossier }: Demand): string {
  const { fullestHour, utilisation, workingDays, openDays, retentionDays } = ASSUMED;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return [
    `${percent(lateShare)} of the dossiers have no result on their eve`,
    `${inquiriesADossier} inquiries a dossier`,
    `${percent(fullestHour)} of a day comes in its fullest hour`,
    `what is bought is ${percent(utilisation)} busy then, and two of each at least`,
    `${workingDays} working days a year`,
    `a dossier is open for ${openDays} days and ${retentionDays} more in Temporal`,
  ].join('; ');
}
