import { parseArgs } from 'node:util';
import { findBreaches } from './check.ts';
import type { Config } from './config.ts';
import { auditJournal } from './db/audit.ts';
import { openDatabase, type Database } from './db/open.ts';
import { openTemporal, type Temporal } from './temporal.ts';

/** Programs that answer a question and end. Each prints JSON lines, and answers whether all is well. */

/** Whether the journal is what was written. */
export async function audit(config: Config): Promise<boolean> {
  const found = await withDatabase(config, 1, auditJournal);
  print(found);
  return found.ok;
}

/** One line for each breach of an invariant, then one that counts them. */
export async function check(config: Config, args: readonly string[]): Promise<boolean> {
  const { quick, concurrency } = optionsIn(args);
  return withServers(config, async (database, { client }) => {
    const counts = await printAll(findBreaches({ database, client, concurrency, histories: !quick }), ({ invariant }) => invariant);
    print({ checked: 'I1–I7', ...counts });
    return counts.findings === 0;
  });
}

export async function withDatabase<T>(config: Config, max: number, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(config.databaseUrl, { max, name: 'task' });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function withServers<T>(config: Config, work: (database: Database, temporal: Temporal) => Promise<T>): Promise<T> {
  const temporal = openTemporal(config.temporal);
  try {
    return await withDatabase(config, 4, (database) => work(database, temporal));
  } finally {
    await temporal.close();
  }
}

async function printAll<T extends object>(findings: AsyncIterable<T>, kindOf: (finding: T) => string) {
  const byKind = new Map<string, number>();
  for await (const finding of findings) {
    print(finding);
    byKind.set(kindOf(finding), (byKind.get(kindOf(finding)) ?? 0) + 1);
  }
  return { findings: [...byKind.values()].reduce((sum, count) => sum + count, 0), byKind: Object.fromEntries(byKind) };
}

/** @throws when an option is unknown or no number */
function optionsIn(args: readonly string[]): { readonly quick: boolean; readonly concurrency: number } {
  const { values } = parseArgs({ args: [...args], options: { quick: { type: 'boolean' }, concurrency: { type: 'string' } } });
  const concurrency = Number(values.concurrency ?? CONCURRENCY);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new Error(`--concurrency: expected a whole number, came ${values.concurrency}`);
  return { quick: values.quick ?? false, concurrency };
}

/** Dossiers asked about at a time: quick on a quiet system, and bearable on a busy one. */
const CONCURRENCY = 8;

function print(line: object): void {
  console.log(JSON.stringify(line));
}
