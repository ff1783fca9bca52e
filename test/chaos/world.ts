import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../infra/stack/child.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi, type Surroundings } from '../../infra/stack/programs.ts';
import type { StackOptions } from '../../infra/stack/stack-options.ts';
import { startStack } from '../../infra/stack/stack.ts';
import { ENTRY, type Entry } from '../../infra/dev/telco/entry.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { openDatabase } from '../../src/db/open.ts';
import { freeze } from './freeze.ts';
import { openHttpLink } from './links/http-link.ts';
import type { Link } from './links/link.ts';
import { openPostgresLink } from './links/postgres-link.ts';
import { openSaboteur } from './links/sabotage.ts';
import { openTemporalLink } from './links/temporal-link.ts';
import type { Victim } from './plan.ts';

/** Somebody was away. Instants are milliseconds since 1970. */
export type Outage = { readonly victim: Victim; readonly from: number; readonly to: number };

export type WorldOptions = Pick<StackOptions, 'apis' | 'workers'> & {
  /** Of the folder in `.data/chaos` where the logs stay. */
  readonly name: string;
  readonly settings?: NodeJS.ProcessEnv;
  readonly more?: Partial<StackOptions>;
  readonly say?: (line: string) => void;
};

const ROOT = path.join(import.meta.dirname, '..', '..');

/**
 * The built product with real servers, every way between them through a link that can be sabotaged, every program one that can be killed.
 * PostgreSQL waits for the disk as in production: else `kill -9` may lose what it has acknowledged.
 */
export async function openWorld({ name, settings, apis = 1, workers = 1, more = {}, say = () => undefined }: WorldOptions) {
  const dataDir = await makeTemporaryFolder('chaos');
  const saboteur = openSaboteur();
  const links: AsyncDisposable[] = [];
  const outages: Outage[] = [];
  const ended: string[] = [];
  const balanced: string[] = [];
  const away = new Set<string>();
  const keep = <L extends Link>(link: L): L => {
    links.push(link);
    return link;
  };
  const port = (what: string) => findPort(`the link to ${what}`, 0, say);
  const doors = { api: '' };

  const open: StackOptions['links'] = async (to) => {
    balanced.push(...to.apis);
    const database = new URL(to.database);
    const postgres = keep(
      await openPostgresLink(await port('PostgreSQL'), { host: database.hostname, port: Number(database.port) }, saboteur),
    );
    database.host = postgres.address;
    const temporal = keep(await openTemporalLink(await port('Temporal'), to.temporal, saboteur));
    const gateway = keep(await openHttpLink(await port('the gateway'), 'gateway', () => [to.telco], saboteur));
    const api = keep(await openHttpLink(await port('the api'), 'api', () => balanced, saboteur));
    doors.api = `http://${api.address}`;
    return { api: doors.api, telco: `http://${gateway.address}`, database: database.href, temporal: temporal.address };
  };
  const close = async () => {
    for (const link of links.splice(0).toReversed()) await link[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const stack = await startStack({
    dataDir,
    fresh: false,
    apis,
    workers,
    settings: { INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0', SMS_TIMEOUT_MS: '3000', ...settings },
    telco: { TELCO_RETRY_MS: '2000' },
    links: open,
    onUnexpectedExit: (program, how) => void (away.has(program) ? undefined : ended.push(`${program}: ${how}`)),
    say,
    ...more,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const database = openDatabase(stack.databaseUrl, { max: 4, name: 'chaos' });
  const others: Child[] = [];
  const victims = (victim: Victim): readonly Child[] =>
    victim === 'api' ? [...stack.children.api, ...others] : [stack.children[victim]].flat();

  const during = async (victim: Victim, work: () => Promise<void>): Promise<Outage> => {
    const from = Date.now();
    // Noted before it is over: a judge who looks meanwhile must know.
    const at = outages.push({ victim, from, to: Number.POSITIVE_INFINITY }) - 1;
    await work();
    return (outages[at] = { victim, from, to: Date.now() });
  };

  return {
    stack,
    saboteur,
    database,
    dataDir,
    outages: () => outages,
    /** Programs that ended though nobody here had killed them. */
    endedByThemselves: () => ended,
    /** Where clerks and the gateway find the api: a balancer. */
    apiUrl: () => doors.api,
    victims,
    kill: (child: Child, victim: Victim, absentMs: number) =>
      during(victim, async () => {
        await child.kill();
        await sleep(absentMs);
        await child.start();
      }),
    freezePostgres: (forMs: number) => during('postgres', () => freeze(stack.children.postgres, forMs)),
    /** One more api with settings of its own, behind the balancer too. A dossier keeps the APOLOGY_TIME under which it was registered. */
    async openRegistrar(more: NodeJS.ProcessEnv) {
      const at = await findPort('another api', 0, say);
      const api = createApi(`api-${at}`, at, { env: { ...stack.env, ...more }, logDir: stack.logDir });
      const direct = `http://127.0.0.1:${at}`;
      const link = await openHttpLink(await port('another api'), 'api', () => [direct], saboteur);
      await api.start();
      others.push(api);
      balanced.push(direct);
      return {
        url: `http://${link.address}`,
        child: api,
        async [Symbol.asyncDispose]() {
          balanced.splice(balanced.indexOf(direct), 1);
          others.splice(others.indexOf(api), 1);
          await api[Symbol.asyncDispose]();
          await link[Symbol.asyncDispose]();
        },
      };
    },
    /** Only this worker, with settings of its own, until it is disposed of; started. */
    async onlyWorker(make: (surroundings: Surroundings) => Child): Promise<AsyncDisposable> {
      await Promise.all(stack.children.worker.map((child) => child.stop()));
      const worker = make({ env: stack.env, logDir: stack.logDir });
      await worker.start();
      return {
        async [Symbol.asyncDispose]() {
          await worker[Symbol.asyncDispose]();
          await Promise.all(stack.children.worker.map((child) => child.start()));
        },
      };
    },
    /** All that the simulated network wrote down so far. */
    log: (): readonly Entry[] => entriesIn(path.join(dataDir, 'telco.jsonl')),
    async [Symbol.asyncDispose]() {
      await database.sql.end({ timeout: 1 });
      for (const child of others) await child[Symbol.asyncDispose]();
      await stack.stop();
      const kept = path.join(ROOT, '.data', 'chaos', name);
      rmSync(kept, { recursive: true, force: true });
      cpSync(stack.logDir, kept, { recursive: true });
      cpSync(path.join(dataDir, 'telco.jsonl'), path.join(kept, 'telco.jsonl'));
      await close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The last line may be half written. */
function entriesIn(file: string): readonly Entry[] {
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [ENTRY.parse(JSON.parse(line))]));
}
