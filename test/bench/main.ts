import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { judgeFigures, type Figure, type Values } from './figures.ts';
import { measureLife } from './life.ts';
import { measureLink } from './link.ts';
import { describeMachine, loadAverage } from './machine.ts';
import { measureOpenDossiers } from './open-dossiers.ts';
import { readOptions } from './options.ts';
import { measureOutages } from './outages.ts';
import { absolutes, figuresOf, playRounds } from './rounds.ts';
import { openServers } from './servers.ts';
import { tableOf } from './table.ts';

/** `npm run bench`: the figures of quality.md, P against B on the same servers in the same run. Exits with 1 past a *must*. */
const options = readOptions(process.argv.slice(2));
const started = performance.now();
const say = (line: string) => console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(5)} s  ${line}`);
const wants = (...ids: readonly string[]) => options.only.length === 0 || ids.some((id) => options.only.includes(id));

const machine = describeMachine();
await using servers = await openServers(options.servers, say);
const rounds = wants('P1', 'P2', 'P3', 'P4', 'P5', 'P8', 'C10') ? await playRounds({ ...options, servers, say }) : [];
const link = wants('P6', 'P7') ? await measureLink(servers, say) : {};
const outages = wants('P7') ? await measureOutages(servers, say) : {};
const life = wants('C6') ? await measureLife(servers, Math.ceil(options.dossiers / 4), say) : null;
const open = wants('C7', 'C9') ? await measureOpenDossiers(servers, options.open, say) : null;

const values: Values = { ...figuresOf(rounds), ...link, ...outages, ...life?.values, ...open?.values };
const figures = judgeFigures(values).filter(({ id }) => wants(id));
console.log(`\n${tableOf(figures)}\n`);
if (rounds.length > 0) console.log(`${absolutes(rounds)}\n`);
console.log(
  describe({ ...machine, loadAtEnd: loadAverage(), servers: options.servers, rounds: String(rounds.length), N: String(options.dossiers) }),
);
keep(figures);
process.exitCode = figures.some(({ verdict }) => verdict === 'past the must') ? 1 : 0;

function describe(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([name, fact]) => `${name}: ${fact}`)
    .join('\n');
}

function keep(all: readonly Figure[]): void {
  const file = path.join(options.out, `${machine.at.replaceAll(':', '')}.json`);
  mkdirSync(options.out, { recursive: true });
  const kept = { machine, options, loadAtEnd: loadAverage(), figures: all, values, rounds, life, open };
  writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
  console.log(`kept in ${file}`);
}
