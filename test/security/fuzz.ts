import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../infra/stack/database.ts';
import { onExit } from '../../infra/stack/at-exit.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { openRun } from '../../infra/stack/run.ts';
import { findTemporal } from '../../infra/stack/temporal-binary.ts';
import { startTemporal } from '../../infra/stack/temporal-server.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { fuzz } from './fuzz/run.ts';
import { readTexts } from './fuzz/texts.ts';
import { openTarget } from './fuzz/target.ts';

/**
 * `npm run fuzz -- [--requests 100000] [--seed 1] [--texts 100000] [--from 0] [--at-once 16]` (quality R11): sends requests that were made
 * from the published contract and then spoilt, to the real api on a real PostgreSQL and a real Temporal. Exits with 1 for a 5xx, a crash, a
 * hang or an answer that the contract does not know. `--from 4711 --requests 1` repeats that one request of the seed.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    requests: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    texts: { type: 'string', default: '100000' },
    'at-once': { type: 'string', default: '16' },
  },
});
const wanted = {
  seed: Number(values.seed),
  count: Number(values.requests),
  from: Number(values.from),
  atOnce: Number(values['at-once']),
  texts: Number(values.texts),
};
if (!Object.values(wanted).every((each) => Number.isSafeInteger(each) && each >= 0)) throw new Error('expected whole numbers');
console.log(`seed ${wanted.seed}, ${wanted.count} requests from number ${wanted.from}, ${wanted.atOnce} at once`);

const folder = await makeTemporaryFolder('fuzz', console.log);
const run = await openRun(folder, console.log);
const watch = {
  spawned: (child: { readonly name: string; readonly pid: number; readonly stopSignal: 'SIGTERM' | 'SIGINT' }) =>
    run.add(child.name, child.pid, child.stopSignal),
  exited: ({ pid }: { readonly pid: number }) => run.remove(pid),
};
onExit(() => run.close());
await using database = await openDatabase({
  dataDir: folder,
  fresh: true,
  port: await findPort('PostgreSQL', 0, console.log),
  logDir: folder,
  say: console.log,
  watch,
});
await using temporal = await startTemporal({
  binary: await findTemporal(),
  port: await findPort('Temporal', 0, console.log),
  logFile: path.join(folder, 'temporal.log'),
  watch,
});
await using target = await openTarget({ databaseUrl: database.databaseUrl, temporalAddress: temporal.address, logDir: folder });

const { findings: textFindings, slowestMs: slowestTextMs } = readTexts(wanted.seed, wanted.texts);
console.log(`${wanted.texts} texts to 8083 read, slowest ${Math.round(slowestTextMs)} ms, ${textFindings.length} findings`);
for (const finding of textFindings.slice(0, 10)) console.log(finding);
const result = await fuzz(target.port, { ...wanted, progress: (done) => console.log(`${done} …`) });
const faults = target.api
  .log()
  .split('\n')
  .filter((line) => /request_failed|database_unavailable/.test(line));
const alive = target.api.running() && (await fetch(`${target.url}/healthz`)).ok;
for (const finding of result.findings) console.log(`#${finding.index} ${finding.request}\n    ${finding.fault}`);
for (const line of faults.slice(0, 10)) console.log(line);
console.table(result.statuses);
console.log(
  `${result.requests} requests in ${Math.round(result.tookMs / 1000)} s, slowest ${Math.round(result.slowestMs)} ms, ` +
    `${result.findings.length} findings, ${faults.length} faults in the log, api ${alive ? 'alive' : 'DEAD'}`,
);
process.exitCode = textFindings.length > 0 || result.findings.length > 0 || faults.length > 0 || !alive ? 1 : 0;
