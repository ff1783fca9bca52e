import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Child, ChildWatch } from './child.ts';
import { markDataFormat, requireCurrentData } from './data-format.ts';
import { openDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { openKeys } from './keys.ts';
import { makePeople } from './people.ts';
import { findPort } from './ports.ts';
import { prepareDevServer } from './prepare-temporal.ts';
import { createApi, isOk, migrate, createTelco, createWorker, type Surroundings } from './programs.ts';
import type { OpenStack, Ports, StackOptions } from './stack-options.ts';
import { productEnv, telcoEnv } from './stack-env.ts';
import type { Run } from './run.ts';

export type OpenOptions = StackOptions & Required<Pick<StackOptions, 'dataDir' | 'fresh' | 'say'>>;
type Bookkeeping = { readonly run: Run; readonly started: Child[] };

/** Starts one program after the other. Each is in `started` as soon as it may run, so that the caller can stop them when one fails. */
export async function openStack(options: OpenOptions, { run, started }: Bookkeeping): Promise<OpenStack> {
  const { dataDir, fresh, say, apis = 1, workers = 1, prepareTemporal = prepareDevServer, signal, own = {} } = options;
  if (fresh) emptyFolder(dataDir);
  else requireCurrentData(dataDir);
  markDataFormat(dataDir);
  const preparedTemporal = await prepareTemporal({ say, signal });
  const keys = openKeys(dataDir);
  const ports = await choosePorts(options.ports ?? {}, apis, say);
  const logDir = path.join(dataDir, 'logs');
  const watch = watchFor(run, options.onUnexpectedExit);
  const keep = <T extends Child>(child: T): T => {
    started.push(child);
    signal?.throwIfAborted();
    return child;
  };
  const start = async (child: Child) => {
    await keep(child).start();
    return child;
  };

  const connectionsMax = preparedTemporal.postgresConnectionsMax;
  const postgres = keep(await openDatabase({ ...options, port: ports.postgres, connectionsMax, logDir, watch }));
  const temporal = keep(await preparedTemporal.start({ dataDir, logDir, ports, postgresUrl: postgres.databaseUrl, watch }));
  const ui = temporal.ui && (await start(temporal.ui));

  const uiUrl = `http://127.0.0.1:${ports.ui}`;
  const apiUrls = ports.api.map((port) => `http://127.0.0.1:${port}`);
  const urls = {
    api: apiUrls[0] ?? '',
    telco: `http://127.0.0.1:${ports.telco}`,
    database: postgres.databaseUrl,
    temporal: temporal.address,
  };
  const reached = (await options.links?.({ ...urls, apis: apiUrls })) ?? urls;
  const gateway = await options.prepareGateway?.({ dataDir, logDir, urls: reached, keys, watch });
  const product: Surroundings = {
    env: { ...productEnv(keys, reached), TEMPORAL_UI_URL: uiUrl, ...gateway?.settings, ...options.settings },
    logDir,
    watch,
  };
  const brought = gateway ? { TELCO_WEBHOOK_URL: gateway.webhookUrl } : {};
  const network: Surroundings = { env: { ...telcoEnv(keys, reached, dataDir), ...brought, ...options.telco }, logDir, watch };
  const surroundingsOf = (name: 'api' | 'worker'): Surroundings => ({ ...product, env: { ...product.env, ...own[name] } });
  await migrate(product);
  const people = options.people ? await makePeople(dataDir, product.env) : [];
  const telco = await start(createTelco(ports.telco, network));
  for (const program of gateway?.programs ?? []) await start(program);
  const worker = await Promise.all(nameAll('worker', workers).map((name) => start(createWorker(name, surroundingsOf('worker')))));
  const api = await Promise.all(ports.api.map((port, i) => start(createApi(nameOf('api', i), port, surroundingsOf('api')))));
  await Promise.all(apiUrls.map(waitUntilReady));
  signal?.throwIfAborted();
  [temporal, telco, ...(gateway?.programs ?? []), ...worker, ...api].forEach(requireRunning);
  return {
    apiUrl: urls.api,
    apiUrls,
    telcoUrl: urls.telco,
    uiUrl,
    temporalAddress: temporal.address,
    databaseUrl: postgres.databaseUrl,
    keys,
    people,
    env: product.env,
    logDir,
    gateway: gateway?.name ?? 'plain',
    children: { postgres, temporal, ...(ui ? { ui } : {}), telco, gateway: gateway?.programs ?? [], api, worker },
  };
}

/** Keeps only the lock and the list of programs of the run that empties it. */
function emptyFolder(dataDir: string): void {
  const names = readdirSync(dataDir).filter((name) => !name.startsWith('run.'));
  for (const name of names) rmSync(path.join(dataDir, name), { recursive: true, force: true });
}

type ChosenPorts = Omit<Ports, 'api'> & { readonly api: readonly number[] };

async function choosePorts(wanted: Partial<Ports>, apis: number, say: (line: string) => void): Promise<ChosenPorts> {
  const api: number[] = [];
  for (const [i, name] of nameAll('api', apis).entries()) api.push(await findPort(name, wanted.api ? wanted.api + i : 0, say));
  return {
    api,
    telco: await findPort('the telephone network', wanted.telco ?? 0, say),
    temporal: await findPort('Temporal', wanted.temporal ?? 0, say),
    ui: await findPort('the Temporal UI', wanted.ui ?? 0, say),
    postgres: await findPort('PostgreSQL', wanted.postgres ?? 0, say),
  };
}

function watchFor(run: Run, onUnexpectedExit: StackOptions['onUnexpectedExit']): ChildWatch {
  return {
    spawned: ({ name, pid, stopSignal }) => run.add(name, pid, stopSignal),
    exited: ({ name, pid, how, expected }) => {
      run.remove(pid);
      if (!expected) onUnexpectedExit?.(name, how);
    },
  };
}

async function waitUntilReady(apiUrl: string): Promise<void> {
  const ready = `${apiUrl}/readyz`;
  await eventually(`${ready} to say 200`, () => isOk(ready), { withinMs: 60_000, everyMs: 100 });
}

/** A worker with a bad setting, for example, ends a moment after its start. */
function requireRunning(child: Child): void {
  if (!child.running()) throw new Error(`${child.name} ended during the start:\n${child.log().trimEnd().slice(-2000)}`);
}

function nameAll(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => nameOf(name, i));
}

function nameOf(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}
