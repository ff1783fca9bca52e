import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Child } from '../../infra/stack/child.ts';

export type StatementLog = AsyncDisposable & {
  /** What the product said to its database while `work` went on, and a moment after it. */
  readonly during: (work: () => Promise<void>) => Promise<readonly string[]>;
};

/** Counts by PostgreSQL's own log, for programs that connect from now on. */
export async function openStatementLog(databaseUrl: string, server: Child): Promise<StatementLog> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'counters' } });
  const database = new URL(databaseUrl).pathname.slice(1);
  await sql`alter database ${sql(database)} set log_statement = 'all'`;
  await sql`alter system set log_line_prefix = '%a|'`;
  await sql`select pg_reload_conf()`;
  return {
    async during(work) {
      const before = server.log().length; // to read what it says would take seconds, in which more is said
      await work();
      await sleep(1500);
      return statementsIn(server.log().slice(before));
    },
    async [Symbol.asyncDispose]() {
      await sql`alter database ${sql(database)} reset log_statement`;
      await sql`alter system reset log_line_prefix`;
      await sql.end();
    },
  };
}

/** Statements of the product without BEGIN and COMMIT, each on one line. */
function statementsIn(log: string): readonly string[] {
  return log
    .split(/^(?=[\w -]*\|)/m)
    .filter((entry) => /^mot-cua-sms (api|worker)\|[^\n]*LOG: {2}(execute|statement)/.test(entry))
    .map((entry) =>
      entry
        .replace(/^.*?LOG: {2}(?:execute [^:]*|statement): /, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((statement) => !/^(begin|commit)\b/i.test(statement) && !statement.includes('pg_catalog'));
}

/** The look into the outbox that every api takes each second, whether or not there is work. */
export function isSweep(statement: string): boolean {
  return statement.includes('for update skip locked');
}

/** How often each kind was said, the most frequent first. */
export function byKind(statements: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const statement of statements) counts.set(statement.slice(0, 70), (counts.get(statement.slice(0, 70)) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, left], [, right]) => right - left));
}
