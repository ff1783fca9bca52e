import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { eventually } from '../../infra/stack/eventually.ts';
import { startPostgres } from '../../infra/stack/postgres-server.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { migrate } from '../../infra/stack/programs.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { idsOf, LAST_STEP, STEPS } from './contestant.ts';
import type { Values } from './figures.ts';
import { inTime, untilDue } from './in-time.ts';
import { judge, type Measured } from './job.ts';
import { inTurns } from './load.ts';
import { openProduct, type Product } from './product.ts';
import type { Servers } from './servers.ts';
import { byKind, isSweep, openStatementLog } from './statement-log.ts';

export type LifeCost = { readonly values: Values; readonly measured: Measured; readonly statements: Readonly<Record<string, number>> };

/** Until the apologies, milliseconds. */
const READY_MS = 20_000;
const READY_MS_EACH = 60;
const AT_ONCE = 8;

/**
 * C6: whole lives, each a registration, three steps, three reads, an inquiry, an apology and a result with their receipts, and the close,
 * on a PostgreSQL that serves nobody else. A first batch touches the pages: the first write to a page after a checkpoint costs more.
 */
export async function measureLife(servers: Servers, lives: number, say: (line: string) => void): Promise<LifeCost> {
  const folder = await makeTemporaryFolder('bench-life', say);
  const port = await findPort('PostgreSQL of the lives', 0, say);
  await using server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    port,
    persistent: true,
    logFile: path.join(folder, 'postgres.log'),
  });
  const databaseUrl = server.url('postgres');
  const apart = { ...servers, databaseUrl, env: { ...servers.env, DATABASE_URL: databaseUrl } };
  await migrate({ env: apart.env, logDir: servers.logDir });
  await using log = await openStatementLog(databaseUrl, server);
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const books = async () => {
    const [row] = await sql<{ wal: number; bytes: number; full_pages: number }[]>`
      select (pg_current_wal_insert_lsn() - '0/0')::float as wal, (select wal_fpi from pg_stat_wal)::float as full_pages,
        (select sum(pg_total_relation_size(oid)) from pg_class
          where relnamespace = 'public'::regnamespace and relkind = 'r')::float as bytes`;
    return row ?? { wal: Number.NaN, bytes: Number.NaN, full_pages: Number.NaN };
  };
  const play = (name: string, count: number) =>
    inTime(READY_MS + count * READY_MS_EACH, say, async (dueMs, attempt) => {
      await using product = await openProduct({ servers: apart, run: `${name}${attempt}`, dueMs, spread: '5s' });
      const before = await books();
      const statements = await log.during(() => playLives(product, idsOf(`${name}${attempt}`, count), dueMs));
      return { before, after: await books(), statements };
    });
  await play('V', Math.ceil(lives / 3));
  const { before, after, statements } = await play('Y', lives);
  await sql.end();
  const own = statements.filter((statement) => !isSweep(statement));
  const measured = {
    statements: own.length / lives,
    walBytes: (after.wal - before.wal) / lives,
    storedBytes: (after.bytes - before.bytes) / lives,
    fullPages: (after.full_pages - before.full_pages) / lives,
  };
  const [wal, stored] = [measured.walBytes, measured.storedBytes].map((bytes) => (bytes / 1024).toFixed(1));
  say(`a life: ${measured.statements.toFixed(1)} statements, ${wal} KiB WAL, ${stored} KiB stored`);
  return { values: { statements: [measured.statements], wal: [measured.walBytes / 1024] }, measured, statements: byKind(own) };
}

async function playLives(product: Product, ids: readonly string[], dueMs: number): Promise<void> {
  const each = (work: (id: string) => Promise<void>) => inTurns(ids, AT_ONCE, work);
  const messages = (count: number) =>
    eventually(`${count} messages`, () => product.sent().length >= count, { withinMs: 120_000, everyMs: 50 });
  await each(product.register);
  for (const step of STEPS) {
    await each((id) => product.progress(id, step));
    await product.delivered();
    await each((id) => product.read(id, step));
  }
  await each((id) => product.inquire(id, LAST_STEP));
  await untilDue(dueMs);
  await messages(ids.length);
  await each(product.finish);
  await messages(2 * ids.length);
  await product.receipts();
  await judge(product, ids);
  await each((id) => product.event(id, { type: 'close', outcome: 'handed_over' }));
  await product.delivered();
  await sleep(3000); // the archive, a workflow's last act
}
