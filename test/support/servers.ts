import { rmSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPort } from '../../infra/stack/ports.ts';
import { startPostgres } from '../../infra/stack/postgres-server.ts';
import type { Child, ChildWatch } from '../../infra/stack/child.ts';
import { openRun } from '../../infra/stack/run.ts';
import { findTemporal } from '../../infra/stack/temporal-binary.ts';
import { startTemporal } from '../../infra/stack/temporal-server.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's, to the database `postgres`: a test file creates one of its own. */
    postgresUrl: string;
    /** A dev server with time skipping, shared by all: a test uses ids and task queues of its own. */
    temporalAddress: string;
  }
}

type Servers = AsyncDisposable & { readonly postgresUrl: string; readonly temporalAddress: string };

/**
 * One PostgreSQL and one Temporal dev server for the whole run. Vitest calls this for every project that names it, each time from a module
 * of its own, so what they share is on `globalThis`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.testServers ??= { users: 0, servers: startServers() };
  const shared = globalThis.testServers;
  shared.users += 1;
  const servers = await shared.servers;
  project.provide('postgresUrl', servers.postgresUrl);
  project.provide('temporalAddress', servers.temporalAddress);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.testServers = undefined;
    await servers[Symbol.asyncDispose]();
  };
}

declare global {
  // eslint-disable-next-line no-var -- only a var is a property of globalThis
  var testServers: { users: number; readonly servers: Promise<Servers> } | undefined;
}

/** What a killed run left behind, its programs and folders, is removed first. After a Ctrl-C the programs end with us (see child.ts). */
async function startServers(): Promise<Servers> {
  const folder = await makeTemporaryFolder('test', console.log);
  const run = await openRun(folder, console.log);
  const started: Child[] = [];
  const stop = async () => {
    await Promise.all(started.map((child) => child.stop()));
    run.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const watch: ChildWatch = {
      spawned: ({ name, pid, stopSignal }) => run.add(name, pid, stopSignal),
      exited: ({ pid }) => run.remove(pid),
    };
    const port = (what: string) => findPort(what, 0, console.log);
    const files = (name: string) => ({ dataDir: path.join(folder, name), logFile: path.join(folder, `${name}.log`) });
    const binary = await findTemporal();
    const postgres = await startPostgres({ ...files('postgres'), port: await port('PostgreSQL'), persistent: false, watch });
    started.push(postgres);
    const temporal = await startTemporal({
      binary,
      port: await port('Temporal'),
      timeSkipping: true,
      logFile: files('temporal').logFile,
      watch,
    });
    started.push(temporal);
    return { postgresUrl: postgres.url(), temporalAddress: temporal.address, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
