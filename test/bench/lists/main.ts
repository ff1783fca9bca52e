import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../../../infra/stack/postgres-server.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import { makeTemporaryFolder } from '../../../infra/stack/temporary-folder.ts';
import { DOSSIER_LISTS } from '../../../src/domain/dossier-lists.ts';
import { listDossiers } from '../../../src/services/list-dossiers.ts';
import { describeMachine, loadAverage, watchStolen } from '../machine.ts';
import { judgeFigures, type Values } from '../figures.ts';
import { tableOf } from '../table.ts';
import { timeConsole } from './console.ts';
import { detailsOf, failuresOf, plansText, type Measured } from './details.ts';
import { compareOffices, timeCounts, timePages, timeSearches, timeStatistics, type Growth } from './measure.ts';
import { open, openOffice } from './open-office.ts';
import { readOptions } from './options.ts';
import { logPlans, plansDuring, type Plans } from './plans.ts';
import { randomFrom } from './random.ts';
import { PAGE, searchRequests, SEARCHES, smallPageRequests, type PageRequest } from './requests.ts';
import { proveSound } from './sound.ts';

/** `npm run bench:lists`: L1–L4 of quality.md on a PostgreSQL of its own. Exits with 1 past a *must*, and when the journal is not genuine. */
const options = readOptions(process.argv.slice(2));
const started = performance.now();
const say = (line: string) => console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(5)} s  ${line}`);
const machine = describeMachine();
const stolen = watchStolen();

const folder = options.data ?? (await makeTemporaryFolder('bench-lists', say));
mkdirSync(folder, { recursive: true });
await using server = await startPostgres({
  dataDir: path.join(path.resolve(folder), 'postgres'),
  port: await findPort('PostgreSQL of the lists', 0, say),
  persistent: options.data !== null,
  logFile: path.join(folder, 'postgres.log'),
  say,
});
await using office = await openOffice(server, { name: 'big', dossiers: options.dossiers, at: null }, say);
say(`${office.dossiers} dossiers, ${office.open} of them open, ${office.bytes}`);
const proof = await proveSound(office.database, options.sample, office.now());
say(`${proof.events} events, their chain unbroken: ${proof.findings.every(({ invariant }) => invariant !== 'I6')}`);
say(`${proof.dossiers} dossiers judged by I1–I3 and I8: ${proof.findings.length} findings`);
for (const { invariant, about, what } of proof.findings.slice(0, 20)) console.log(`${invariant} ${about}: ${what}`);

const rounds: Measured['rounds'][number][] = [];
for (let round = 1; round <= options.rounds; round++) {
  rounds.push({ pages: await timePages(office, round), searches: await timeSearches(office, round) });
  say(`round ${round} of ${options.rounds}: pages and searches`);
}
const counts = await timeCounts(office, 20 * options.rounds);
const statistics = await timeStatistics(office, options.rounds);
say('counts and statistics');
const pages = await timeConsole(server.url('big'), folder, office, say);
const growths = options.dossiers > options.small ? await compare() : [];
const plans = await readPlans();

const measured = { rounds, counts, statistics, growths, console: pages };
const pagesOf = (name: 'p50' | 'p99') => rounds.map(({ pages }) => Math.max(...pages.map((page) => page[name])));
const searchesOf = (name: 'p50' | 'p99') => rounds.map(({ searches }) => Math.max(...searches.map((search) => search[name])));
const values: Values = {
  listPageP50: pagesOf('p50'),
  listPage: pagesOf('p99'),
  searchP50: searchesOf('p50'),
  search: searchesOf('p99'),
  listCounts: [counts.p99],
  yearStatistics: [statistics.p50],
  consolePage: [Math.max(...pages.map(({ p99 }) => p99))],
  listGrowth: growths.length > 0 ? [Math.max(...growths.map(({ ratio }) => ratio))] : [],
};
const figures = judgeFigures(values);
const failures = failuresOf(measured);
console.log(`\n${tableOf(figures)}\n\n${detailsOf(measured, options.small)}\n\n${plansText(plans)}\n`);
for (const failure of failures.slice(0, 20)) console.log(`FAILED ${failure}`);
const atEnd = { loadAtEnd: loadAverage(), stolen: stolen(), open: office.open, bytes: office.bytes };
for (const [name, fact] of Object.entries({ ...machine, ...atEnd })) console.log(`${name}: ${fact}`);
keep();
const isMissed = figures.some(({ verdict }) => verdict === 'past the must');
process.exitCode = proof.findings.length > 0 || failures.length > 0 || isMissed ? 1 : 0;

async function compare(): Promise<readonly Growth[]> {
  await using small = await openOffice(server, { name: 'small', dossiers: options.small, at: office.now() }, say);
  return await compareOffices(office, small); // before it is closed
}

/** Of the first pages of each list in every order, of a few searches, and of the counts. */
async function readPlans(): Promise<Readonly<Record<string, Plans>>> {
  await logPlans(server.url('big'));
  await using watched = await open(server.url('big'), office.now());
  const ask = async (requests: readonly PageRequest[]) => {
    // What fails has failed before, and is told.
    for (const request of requests) await listDossiers(watched, { agencies: null }, request).catch(() => {});
  };
  const all: Record<string, Plans> = {};
  for (const list of DOSSIER_LISTS)
    all[list] = await plansDuring(server, () => ask(smallPageRequests(list).map((request) => ({ ...request, limit: PAGE }))));
  for (const kind of SEARCHES)
    all[`search by ${kind}`] = await plansDuring(server, () =>
      ask(searchRequests(kind, watched.dossiers, randomFrom(0), watched.now(), 10)),
    );
  all['counts of all lists'] = await plansDuring(server, () => timeCounts(watched, 2));
  return all;
}

function keep(): void {
  const file = path.join(options.out, `${machine.at.replaceAll(':', '')}.json`);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ machine, options, ...atEnd, figures, values, ...measured, plans, proof }, null, 1)}\n`);
  console.log(`kept in ${file}`);
}
