import { parseArgs } from 'node:util';
import { findBreaches } from './check.ts';
import type { Config } from '../config/config.ts';
import { auditJournal } from '../db/audit.ts';
import { openDatabase, type Database } from '../db/open.ts';
import { findAgencyIn } from '../domain/agency.ts';
import type { Logger } from '../lib/log.ts';
import { rebuildLists } from './rebuild-lists.ts';
import { rebuild as rebuildWorkflows } from './rebuild.ts';
import { findDisagreements } from './reconcile.ts';
import { openTemporal, type Temporal } from '../temporal/connect.ts';

/** Commands that print JSON lines and end. Each resolves to whether all is well. */

/** Verifies that the journal is what was written. */
export async function audit(config: Config): Promise<boolean> {
  const found = await withDatabase(config, 1, auditJournal);
  print(found);
  return found.ok;
}

/** Prints a line for each breach of an invariant, then one that counts them. */
export async function check(config: Config, _log: Logger, args: readonly string[]): Promise<boolean> {
  const { quick, concurrency } = optionsIn(args);
  return withServers(config, async (database, { client }) => {
    const counts = await printAll(findBreaches({ database, client, concurrency, histories: !quick }), ({ invariant }) => invariant);
    print({ checked: 'I1–I8', ...counts });
    return counts.findings === 0;
  });
}

/** Prints a line for each disagreement of journal, ledger, archive and workflows, then one that counts them. It changes nothing. */
export async function reconcile(config: Config, _log: Logger, args: readonly string[]): Promise<boolean> {
  const { concurrency } = optionsIn(args);
  return withServers(config, async (database, { client }) => {
    const counts = await printAll(findDisagreements({ database, client, concurrency }), ({ kind }) => kind);
    print({ reconciled: 'journal, ledger, archive, workflows', ...counts });
    return counts.findings === 0;
  });
}

/** Mends the disagreements. It prints a line for each that it could not mend, then one that counts those. `--lists`: only what lists read. */
export async function rebuild(config: Config, log: Logger, args: readonly string[]): Promise<boolean> {
  const { concurrency, endStrays, lists } = optionsIn(args);
  if (lists) {
    print({ rebuilt: 'lists', ...(await withDatabase(config, 1, (database) => rebuildLists(database, log))) });
    return true;
  }
  const gateways = config.sms.gateways.map(({ settings }) => settings);
  const findAgency = findAgencyIn(config.agencies);
  return withServers(config, async (database, { client }) => {
    const left = rebuildWorkflows({ database, client, log, concurrency, gateways, findAgency, endStrays });
    const counts = await printAll(left, ({ kind }) => kind);
    print({ rebuilt: 'from the journal', ...counts });
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

const OPTIONS = {
  quick: { type: 'boolean' },
  'end-strays': { type: 'boolean' },
  lists: { type: 'boolean' },
  concurrency: { type: 'string' },
} as const;
type Options = { readonly quick: boolean; readonly endStrays: boolean; readonly lists: boolean; readonly concurrency: number };

/** @throws when an option is unknown, or `--concurrency` is no whole number above 0 */
function optionsIn(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const concurrency = Number(values.concurrency ?? CONCURRENCY);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new Error(`--concurrency: expected a whole number above 0, came ${values.concurrency}`);
  return { quick: values.quick ?? false, endStrays: values['end-strays'] ?? false, lists: values.lists ?? false, concurrency };
}

/** Dossiers inspected at a time: quick on a quiet system, and bearable on a busy one. */
const CONCURRENCY = 8;

function print(line: object): void {
  console.log(JSON.stringify(line));
}
