import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPort } from '../../../infra/stack/ports.ts';
import { startPostgres, type PostgresServer } from '../../../infra/stack/postgres-server.ts';
import { openRun, type Run } from '../../../infra/stack/run.ts';
import { makeTemporaryFolder } from '../../../infra/stack/temporary-folder.ts';

let folder = '';
let run: Run;
let server: PostgresServer;
let said: string[] = [];

beforeEach(async () => {
  folder = await makeTemporaryFolder('postgres-test');
  run = await openRun(folder, () => undefined);
  said = [];
  server = await start();
});

afterEach(async () => {
  await server.kill();
  run.close();
  rmSync(folder, { recursive: true, force: true });
});

test('kill -9, under load too, and a start on the same port keep what was committed', async () => {
  await query('create table t (n int)');
  const writing = Promise.allSettled(
    Array.from({ length: 20 }, () => query('insert into t values (1), (pg_sleep(0.2)::text::boolean::int)')),
  );
  await query('insert into t values (42)');
  await server.kill();
  await writing;
  await server.start();
  expect(await query('select count(*)::int as n from t where n = 42')).toEqual([{ n: 1 }]);
});

test('stop and start keep the data, and a second start() is nothing', async () => {
  await query('create table t (n int)');
  expect(await server.stop()).toBe(0);
  await server.start();
  const pid = server.pid();
  await server.start();
  expect(server.pid()).toBe(pid);
  expect(await query('select * from t')).toEqual([]);
});

test('a server of this folder that an earlier run left behind is named and stopped', async () => {
  const orphan = server.pid();
  server = await start();
  expect(said).toEqual([expect.stringContaining(`postgres (pid ${orphan}) was left behind`)]);
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a lock file whose pid is another program by now is removed, and that program lives', async () => {
  await server.kill();
  writeFileSync(path.join(server.dataDir, 'postmaster.pid'), `${process.pid}\n${server.dataDir}\n`);
  await server.start();
  expect(said).toEqual([expect.stringContaining(`its pid ${process.pid} is another program by now`)]);
});

/** On a port of its own each time, as a new run whose usual port is still held. */
async function start(): Promise<PostgresServer> {
  const say = (line: string) => said.push(line);
  const port = await findPort('PostgreSQL', 0, say);
  return startPostgres({ dataDir: path.join(folder, 'data'), port, persistent: true, logFile: path.join(folder, 'log'), say });
}

async function query(text: string): Promise<readonly unknown[]> {
  const sql = postgres(server.url(), { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
