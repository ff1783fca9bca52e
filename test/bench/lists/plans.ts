import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { PostgresServer } from '../../../infra/stack/postgres-server.ts';

/** Each plan that PostgreSQL used, in short, with how often it was used. */
export type Plans = Readonly<Record<string, number>>;

/** Lets PostgreSQL's `auto_explain` write down the plans of all connections to a database that are opened from now on. */
export async function logPlans(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const database = sql(new URL(databaseUrl).pathname.slice(1));
  await sql`alter database ${database} set session_preload_libraries = 'auto_explain'`;
  await sql`alter database ${database} set auto_explain.log_min_duration = 0`;
  await sql.end();
}

/** By which a list is selected; what its page then reads by key is the same for all lists. */
const SELECTS = /dossier_states|notices_unreached|dossiers_by_part|contacts_by_phone|Seq Scan/;

/** The plans of the statements that select dossiers, and of those that read a whole table, that were used during `work`. */
export async function plansDuring(server: PostgresServer, work: () => Promise<unknown>): Promise<Plans> {
  const before = server.log().length;
  await work();
  await sleep(300);
  const counts = new Map<string, number>();
  for (const plan of plansIn(server.log().slice(before)).filter((each) => SELECTS.test(each)))
    counts.set(plan, (counts.get(plan) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** How each plan reads its tables, in its order: `Index Scan dossier_states_by_due`. */
export function plansIn(log: string): readonly string[] {
  return log
    .split(/^\S[^\n]* plan:\n/m)
    .slice(1)
    .map((entry) => entry.split(/^(?=\S)/m)[0] ?? '')
    .map((entry) => [...entry.matchAll(NODE)].map(([, node = '', index = '']) => `${node} ${index}`.trim()).join(', '));
}

const SCAN = '(?:Parallel )?(?:Index Only Scan|Index Scan|Bitmap Index Scan|Seq Scan)(?: Backward)?';
const JOIN = '(?:Nested Loop|Hash|Merge)(?: (?:Join|Semi Join|Anti Join|Left Join|Right Join))?';
/** A node of a plan, and the index or table that it reads. */
const NODE = new RegExp(
  String.raw`(?:^|\n)\s*(?:-> {2})?(${SCAN}|${JOIN}|(?:Incremental )?Sort)(?: (?:using|on) (\w+))?[^\n]*\(cost=`,
  'g',
);
