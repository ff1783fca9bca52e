/** `npm run chaos -- [--seed N] [--only R1,R4] [--dossiers N] [--dev]`: the faults of quality.md, a table, exit code 1 past a must. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareCluster } from '../../infra/cluster/prepare-cluster.ts';
import { messageOf } from '../../infra/stack/eventually.ts';
import { untilTodayIsLongEnough } from './today.ts';
import { EXPERIMENTS } from './experiments/all.ts';
import type { Outcome } from './experiments/experiment.ts';
import { tableOf, type Figure } from './figure.ts';
import type { Finding } from './judge/finding.ts';
import { leakedPhones } from './leaks.ts';
import { productsOwnCheck } from './own-check.ts';
import { anySeed } from './random.ts';
import { openWorld, type World } from './world.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const say = (line: string) => console.log(line);

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    dossiers: { type: 'string', default: '60' },
    dev: { type: 'boolean', default: false },
  },
});

await main();

async function main(): Promise<void> {
  const seed = values.seed === undefined ? anySeed() : Number(values.seed);
  const chosen = EXPERIMENTS.filter(({ id }) => !values.only || values.only.split(',').includes(id));
  say(`chaos, seed ${seed}: npm run chaos -- --seed ${seed}${values.only ? ` --only ${values.only}` : ''}${values.dev ? ' --dev' : ''}`);
  await untilTodayIsLongEnough();
  const started = Date.now();
  await using world = await openWorld({
    name: 'run',
    settings: { SMS_TPS: '20', AGENCIES_FILE: path.join(import.meta.dirname, 'agencies.json') },
    ...(values.dev ? {} : { apis: 2, workers: 2, more: { prepareTemporal: prepareCluster } }),
    say,
  });
  say(`${values.dev ? 'the dev stack' : 'the cluster'} is up after ${secondsSince(started)}`);
  let batches = 0;
  const outcomes: Outcome[] = [];
  for (const { id, what, run } of chosen) {
    const from = Date.now();
    say(`${id}: ${what}`);
    const setting = { world, seed, batch: () => (batches += 1), dossiers: Number(values.dossiers), say };
    outcomes.push(await run(setting).catch((error: unknown) => broken(id, what, error)));
    say(`  ${secondsSince(from)}`);
  }
  outcomes.push(await lastLook(world).catch((error: unknown) => broken('I6–I8', 'the last look', error)));
  finish(seed, started, outcomes);
}

/** What only the end can tell: the whole journal, the product's own check, the telephones. */
async function lastLook(world: World): Promise<Outcome> {
  const [own, leaked] = [await productsOwnCheck(world), await leakedPhones(world)];
  return {
    findings: [...own.findings, ...leaked],
    figures: [
      ...own.figures,
      { id: 'I7', what: 'telephones outside their places', value: String(leaked.length), must: '0', ok: leaked.length === 0 },
    ],
  };
}

/** An experiment that could not be played to its end is no proof. */
function broken(id: string, what: string, error: unknown): Outcome {
  say(`  ${messageOf(error)}`);
  return { findings: [], figures: [{ id, what, value: 'could not be played', must: 'played', ok: false }] };
}

function finish(seed: number, started: number, outcomes: readonly Outcome[]): void {
  const figures = outcomes.flatMap((outcome) => outcome.figures);
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const about = {
    seed,
    commit: commit(),
    date: new Date().toISOString(),
    stack: values.dev ? 'dev server, 1 api, 1 worker' : 'Temporal on PostgreSQL, 2 api, 2 worker',
    tookS: Math.round((Date.now() - started) / 1000),
    loadAverage: os.loadavg().map((load) => load.toFixed(1)),
  };
  for (const { invariant, about: whom, what } of findings.slice(0, 50)) say(`${invariant} ${whom}: ${what}`);
  const load = about.loadAverage.join(' ');
  say(`\n${tableOf(figures)}\n\n${about.stack}; seed ${seed}; commit ${about.commit}; ${about.tookS} s; load average ${load}`);
  keep({ ...about, figures, findings });
  process.exitCode = findings.length > 0 || figures.some(({ ok }) => ok === false) ? 1 : 0;
}

function keep(report: object & { readonly figures: readonly Figure[]; readonly findings: readonly Finding[] }): void {
  const folder = path.join(ROOT, '.data', 'chaos');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function secondsSince(from: number): string {
  return `${((Date.now() - from) / 1000).toFixed(0)} s`;
}
