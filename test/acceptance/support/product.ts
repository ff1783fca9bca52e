import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { createChild } from '../../../infra/stack/child.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import { freshNamespace } from '../../support/namespace.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { KEYS, openStaff, type Staff } from './staff.ts';
import { LONGEST_FILE_MS, waitUntilTodayIsLongEnough } from './vietnam-time.ts';

/** The built product as its neighbours meet it. */
export type Product = { readonly staff: Staff; readonly gateway: Gateway };

type Settings = Readonly<Record<string, string>>;

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const MAIN = path.join(ROOT, 'dist', 'main.js');
const WEBHOOK_SECRET = 'webhook-secret-0123456789';
const GATEWAY_SECRET = 'gateway-secret-0123456789';

/**
 * The product of a test file: started before its first scenario, killed after its last.
 * @param name of the folder under `.data/acceptance` where the logs stay until the next run
 * @param settings more of contract §1; asked just before the programs start, for settings that depend on the clock
 */
export function useProduct(name: string, settings: () => Settings = () => ({})): () => Product {
  const logFolder = path.join(ROOT, '.data', 'acceptance', name);
  let product: (Product & AsyncDisposable) | undefined;
  beforeAll(async () => {
    await waitUntilTodayIsLongEnough();
    product = await openProduct(logFolder, settings);
  }, LONGEST_FILE_MS + 120_000);
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(`What the product logged is in ${logFolder}.`));
  });
  afterAll(() => product?.[Symbol.asyncDispose]());
  return () => {
    if (!product) throw new Error('the product has not been started');
    return product;
  };
}

async function openProduct(logFolder: string, settings: () => Settings): Promise<Product & AsyncDisposable> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} does not exist: run npm run build first`);
  rmSync(logFolder, { recursive: true, force: true });
  const port = await findPort('the api', 0, console.log);
  const apiUrl = `http://127.0.0.1:${port}`;
  const gateway = await startGateway({ apiUrl, secret: GATEWAY_SECRET, webhookSecret: WEBHOOK_SECRET });
  const opened: AsyncDisposable[] = [gateway];
  const close = async () => {
    for (const each of opened.toReversed()) await each[Symbol.asyncDispose]();
  };
  try {
    const env = { ...(await environment(port, gateway)), ...settings() };
    await promisify(execFile)(process.execPath, [MAIN, 'migrate'], { cwd: ROOT, env, timeout: 60_000 });
    for (const name of ['worker', 'api'] as const) {
      const program = createChild({
        name,
        command: process.execPath,
        args: [MAIN, name],
        cwd: ROOT,
        env,
        logFile: path.join(logFolder, `${name}.log`),
        readyWithinMs: 60_000,
        ...(name === 'api' ? { ready: () => isReady(apiUrl) } : {}),
      });
      opened.push({ [Symbol.asyncDispose]: program.kill });
      await program.start();
    }
    return { staff: openStaff(apiUrl), gateway, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Settings of contract §1, with a database and a namespace that no other test file uses. */
async function environment(port: number, gateway: Gateway): Promise<NodeJS.ProcessEnv> {
  const address = inject('temporalAddress');
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    TZ: 'UTC',
    DATABASE_URL: await createDatabase(),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: await freshNamespace(address, 'acceptance'),
    HOST: '127.0.0.1',
    PORT: String(port),
    API_KEYS: Object.entries(KEYS)
      .map(([role, key]) => `${role}:${role}:${key}`)
      .join(','),
    WEBHOOK_SECRET,
    SMS_GATEWAY: 'plain',
    SMS_GATEWAY_URL: gateway.url,
    SMS_GATEWAY_SECRET: GATEWAY_SECRET,
    SMS_SENDER: '8083',
    SMS_TPS: '50',
    SMS_TIMEOUT_MS: '2000',
    APOLOGY_SPREAD: '0s',
  };
}

async function createDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  const name = `acceptance_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(url.href, { max: 1 });
  await sql`create database ${sql(name)}`;
  await sql.end();
  url.pathname = `/${name}`;
  return url.href;
}

async function isReady(apiUrl: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/readyz`).catch(() => undefined);
  return answer?.status === 200;
}
