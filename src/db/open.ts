import { DrizzleQueryError } from 'drizzle-orm';
import { makePgArray, parsePgArray } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { instantAt, type Instant } from '../domain/calendar.ts';
import * as schema from './schema.ts';

/** `sql` is for the frequent statements, which the driver prepares once per connection; `orm` is for the others. */
export type Database = { readonly sql: postgres.Sql; readonly orm: PostgresJsDatabase<typeof schema>; readonly close: () => Promise<void> };

/**
 * By default the driver asks each new connection for its array types. When that answer is cut off, its rejection, which nobody awaits, ends
 * the process. So the driver does not ask, and knows the array types that our statements send: `text[]` and `int[]`.
 */
const ARRAYS = {
  fetch_types: false,
  types: {
    texts: { to: 1009, from: [1009], serialize: makePgArray, parse: parsePgArray },
    integers: { to: 1007, from: [1007], serialize: makePgArray, parse: (text: string) => parsePgArray(text).map(Number) },
  },
};

/**
 * A prepared statement keeps the plan that it got when the tables may have been almost empty. With PostgreSQL's default cost of a random
 * page (4, meant for spinning disks) that plan reads whole tables until the next `analyze`. With this cost it uses the indexes.
 */
const PLANS = { random_page_cost: 1.1 } as const;

/**
 * Connects at the first statement, and again after a connection was lost. `isUnavailable` recognises the error of a statement without a
 * server.
 */
export function openDatabase(url: string, { max, name }: { readonly max: number; readonly name: string }): Database {
  const sql = postgres(url, {
    ...ARRAYS,
    max,
    connect_timeout: 5,
    idle_timeout: 300,
    backoff: () => 0.2, // seconds; short, because a citizen waits for the answer
    onnotice: () => {},
    connection: { application_name: `mot-cua-sms ${name}`, TimeZone: 'UTC', statement_timeout: 10_000, ...PLANS },
  });
  return { sql, orm: drizzle(sql, { schema }), close: () => sql.end({ timeout: 5 }) };
}

/** Brings the database to this build's schema. Idempotent, also while another process does the same. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { ...ARRAYS, max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(8083)`;
    await migrate(drizzle(sql), { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Whether PostgreSQL could not be reached, is starting or stopping, or took too long; the statement itself was correct. */
export function isUnavailable(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return UNAVAILABLE.has(code) || /^(08|53|57P0)/.test(code);
}

/** The connection ended after a statement was sent, so that PostgreSQL may have done it. A connection that was refused has sent nothing. */
export function mayHaveBeenDone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CONNECTION_CLOSED';
}

/** Reads the time of PostgreSQL's clock, which all processes share, to the millisecond. */
export async function readNow({ sql }: Pick<Database, 'sql'>): Promise<Instant> {
  const [row] = await sql<{ now: string }[]>`select date_trunc('milliseconds', clock_timestamp()) as now`;
  if (!row) throw new Error('expected the time from PostgreSQL, came no row');
  return instantFrom(row.now);
}

/**
 * Stands in the `from` of a statement that need not wait until it is on the disk. This is safe only where everything that relies on the
 * statement comes after a later statement that does wait, because PostgreSQL writes to the disk in order. It holds for this one statement.
 */
export function withoutWaitingForTheDisk(sql: Database['sql']) {
  return sql`(select set_config('synchronous_commit', 'off', true)) no_disk_wait`;
}

/** Reads a moment as PostgreSQL prints it; neither Drizzle nor the driver converts it. */
export function instantFrom(text: string): Instant {
  return instantAt(Date.parse(text));
}

const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  '57014', // statement_timeout
  '25006', // a replica that was promoted elsewhere
]);
