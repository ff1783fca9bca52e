import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../infra/stack/eventually.ts';
import { watchDisk } from './disk.ts';
import { judgeFigures, type Figure, type Values } from './figures.ts';
import { measureLife } from './life.ts';
import { measureLink } from './link.ts';
import { describeMachine, loadAverage, watchStolen } from './machine.ts';
import { measureOpenDossiers } from './open-dossiers.ts';
import { readOptions } from './options.ts';
import { measureOutages } from './outages.ts';
import { measureQuiet } from './quiet.ts';
import { absolutes, figuresOf, playRounds } from './rounds.ts';
import { openServers } from './servers.ts';
import { tableOf } from './table.ts';

/** `npm run bench`: the figures of quality.md, P against B on the same servers in the same run. Exits with 1 past a *must*. */
const options = readOptions(process.argv.slice(2));
const started = performance.now();
const say = (line: string) => console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(5)} s  ${line}`);
const wants = (...ids: readonly string[]) => options.only.length === 0 || ids.some((id) => options.only.includes(id));

const machine = describeMachine();
const stolen = watchStolen();
await using servers = await openServers(options.servers, say);
await using disk = await watchDisk(servers.logDir);
const failures: string[] = [];

const rounds = await part(['P1', 'P2', 'P4', 'P5', 'P8', 'C10'], () => playRounds({ ...options, servers, say }));
const quiet = await part(['P3'], () => measureQuiet({ ...options, servers, say }));
const link = await part(['P6', 'P7'], () => measureLink(servers, say));
const outages = await part(['P7'], () => measureOutages(servers, say));
const life = await part(['C6'], () => measureLife(servers, Math.ceil(options.dossiers / 4), say));
const open = await part(['C7', 'C9'], () => measureOpenDossiers(servers, options.open, say));

const values: Values = { ...(rounds ? figuresOf(rounds) : {}), ...quiet, ...link, ...outages, ...life?.values, ...open?.values };
const figures = judgeFigures(values).filter(({ id }) => wants(id));
console.log(`\n${tableOf(figures)}\n`);
if (rounds) console.log(`${absolutes(rounds)}\n`);
const atEnd = { loadAtEnd: loadAverage(), stolen: stolen(), disk: disk.describe() };
console.log(
  describe({
    ...machine,
    ...atEnd,
    servers: options.servers,
    rounds: String(rounds?.length ?? 0),
    N: String(options.dossiers),
  }),
);
keep(figures);
for (const failure of failures) console.log(`\nFAILED: ${failure}`);
process.exitCode = failures.length > 0 || figures.some(({ verdict }) => verdict === 'past the must') ? 1 : 0;

/** Measures it when one of its figures is wanted; when it fails the run fails, but says first what the others found. */
async function part<T>(ids: readonly string[], measure: () => Promise<T>): Promise<T | null> {
  if (!wants(...ids)) return null;
  return measure().catch((error: unknown) => {
    failures.push(`${ids.join(', ')}: ${messageOf(error)}`);
    say(`FAILED ${ids.join(', ')}: ${messageOf(error)}`);
    return null;
  });
}

function describe(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([name, fact]) => `${name}: ${fact}`)
    .join('\n');
}

function keep(all: readonly Figure[]): void {
  const file = path.join(options.out, `${machine.at.replaceAll(':', '')}.json`);
  mkdirSync(options.out, { recursive: true });
  const kept = { machine, options, ...atEnd, figures: all, values, rounds: rounds ?? [], life, open, failures };
  writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
  console.log(`kept in ${file}`);
}
