import { randomUUID } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../infra/stack/child.ts';
import { untilMidnightMs, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi } from '../../infra/stack/programs.ts';
import { startStack } from '../../infra/stack/stack.ts';
import type { StackOptions } from '../../infra/stack/stack-options.ts';
import type { Fault } from '../../infra/dev/telco/fault.ts';
import type { Handover } from '../../infra/dev/telco/handovers.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { vi } from 'vitest';
import { signatureOf } from './signature.ts';

export type Role = 'clerk' | 'operator' | 'auditor';
/** Of one dossier: its receipt code, and the telephone as the network writes it. */
export type Citizen = { readonly code: string; readonly phone: string };
// oxlint-disable-next-line typescript/no-explicit-any -- the body is JSON of another program
export type Answer = { readonly status: number; readonly body: any; readonly text: string; readonly headers: Headers };

const ROOT = path.join(import.meta.dirname, '..', '..');
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };

/**
 * The built product with real servers, each a process that can be killed, and what its neighbours do with it. PostgreSQL waits for the disk
 * as in production: otherwise `kill -9` may lose what it has acknowledged. The logs of the last run stay in `.data/e2e/<name>`.
 */
export async function openWorld(
  name: string,
  settings: NodeJS.ProcessEnv = {},
  own: StackOptions['own'] = {},
  prepareGateway?: StackOptions['prepareGateway'],
) {
  const dataDir = await makeTemporaryFolder('e2e');
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  const stack = await startStack({ dataDir, fresh: false, settings, own, ...(prepareGateway ? { prepareGateway } : {}) }).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const { apiUrl, telcoUrl, keys } = stack;

  const call = async (method: string, url: string, { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {}) => {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(url, {
      method,
      headers: { ...json, ...headers },
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { body }),
    });
    return answerOf(answer);
  };
  const as = (role: Role) => ({ authorization: `Bearer ${keys[role]}` });
  const get = (place: string, role: Role = 'clerk') => call('GET', apiUrl + place, { headers: as(role) });
  const post = (place: string, body: unknown, role: Role = 'clerk', base = apiUrl) =>
    call('POST', base + place, { headers: as(role), ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  let registered = 0;
  const world = {
    stack,
    dataDir,
    children: { ...stack.children, api: only(stack.children.api), worker: only(stack.children.worker) },
    /** Starts what a test has left dead. */
    async allUp() {
      const { postgres, temporal, telco, api, worker } = world.children;
      for (const child of [postgres, temporal, telco, api, worker]) await child.start();
    },
    get,
    post,
    register: (dossier: object, base?: string) => post('/v1/dossiers', { procedure: PROCEDURE, ...dossier }, 'clerk', base),
    /** Registers one with a code and a telephone of its own. */
    async aDossier(some: object = {}, base?: string): Promise<Citizen> {
      registered += 1;
      const code = `02017${String(registered).padStart(5, '0')}`;
      const phone = `849052${String(registered).padStart(5, '0')}`;
      const { status, text } = await world.register({ receiptCode: code, phone, ...some }, base);
      if (status !== 201) throw new Error(`${code}: expected 201, came ${status} ${text}`);
      return { code, phone };
    },
    event: (code: string, event: object, base?: string) =>
      post(`/v1/dossiers/${encodeURIComponent(code)}/events`, { eventId: randomUUID(), ...event }, 'clerk', base),
    progress: (code: string, step: string | undefined, state?: string, base?: string) =>
      world.event(code, { type: 'progress', ...(step === undefined ? {} : { step }), ...(state === undefined ? {} : { state }) }, base),
    /** A citizen's SMS, as the gateway brings it. */
    inquire(text: string, { from = '84912345678', id = randomUUID() } = {}) {
      const body = JSON.stringify({ id, from, to: '8083', text, at: new Date().toISOString() });
      const headers = signatureOf(body, { secret: keys.webhook, id: `wh-${randomUUID()}` });
      return call('POST', `${apiUrl}/v1/gateways/plain/inquiries`, { body, headers });
    },
    handovers: async () => (await call('GET', `${telcoUrl}/api/handovers`)).body as readonly Handover[],
    /** What arrived on a telephone, in order. */
    textsTo: async (phone: string) =>
      (await world.handovers()).filter(({ to, outcome }) => to === phone && outcome === 'accepted').map(({ text }) => text),
    fault: (fault: Fault) => call('POST', `${telcoUrl}/api/fault`, { body: JSON.stringify(fault) }),
    /** Every page of a list. */
    async list(place: string, role: Role = 'operator') {
      const items: any[] = []; // oxlint-disable-line typescript/no-explicit-any -- what a stranger's JSON is
      for (let cursor: string | null = ''; cursor !== null;) {
        const { status, body, text } = await get(
          `${place}${place.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
          role,
        );
        if (status !== 200) throw new Error(`${place}: expected 200, came ${status} ${text}`);
        items.push(...body.items);
        cursor = body.nextCursor;
      }
      return items;
    },
    noticesOf: async (code: string) => (await get(`/v1/dossiers/${encodeURIComponent(code)}/timeline`)).body.notices,
    /** The value of a metric, with the labels that its line has. */
    async metric(name: string) {
      const { text } = await call('GET', `${apiUrl}/metrics`);
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.slice(name.length + 1));
    },
    /**
     * A further api with settings of its own. A dossier keeps the APOLOGY_TIME under which it was registered, so an evening can come soon
     * without a new stack.
     */
    async startApi(more: NodeJS.ProcessEnv): Promise<{ readonly url: string } & AsyncDisposable> {
      const port = await findPort('another api', 0, () => undefined);
      const api = createApi(`api-${port}`, port, { env: { ...stack.env, ...more }, logDir: stack.logDir });
      await api.start();
      return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: api[Symbol.asyncDispose] };
    },
    async [Symbol.asyncDispose]() {
      await stack.stop();
      const kept = path.join(ROOT, '.data', 'e2e', name);
      rmSync(kept, { recursive: true, force: true });
      cpSync(stack.logDir, kept, { recursive: true });
      remove();
    },
  };
  return world;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** An eve ends at midnight in Viet Nam: near it, waits for the next day and says so. */
export async function untilTodayIsLongEnough(neededMs = NEEDED_MS): Promise<void> {
  const leftMs = untilMidnightMs();
  if (leftMs > neededMs) return;
  console.log(`It is ${wallClock().time} in Viet Nam, and the eve of these tests ends at midnight: waiting ${Math.ceil(leftMs / 1000)} s.`);
  await sleep(leftMs + 1000);
}

const NEEDED_MS = 5 * 60_000;
/** Of a hook that may have to wait for midnight. */
export const HOOK_TIMEOUT_MS = NEEDED_MS + 120_000;

/**
 * Repeats until it no longer throws; after `withinMs` its last error is the test's. Slower than its namesake for units: each question is a
 * request.
 */
export function eventually<T>(check: () => T | Promise<T>, withinMs = 20_000): Promise<T> {
  return vi.waitFor(check, { timeout: withinMs, interval: 150 });
}

/** SIGKILL, a moment of absence, and back. @returns when it was killed and when its own start was over */
export async function killAndRestart(child: Child, absentMs = 1000): Promise<{ readonly killedAt: number; readonly backAt: number }> {
  const killedAt = Date.now();
  await child.kill();
  await sleep(absentMs);
  await child.start();
  return { killedAt, backAt: Date.now() };
}

async function answerOf(answer: Response): Promise<Answer> {
  const text = await answer.text();
  return { status: answer.status, body: parsed(text), text, headers: answer.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function only(children: readonly Child[]): Child {
  const [child] = children;
  if (!child) throw new Error('expected one child');
  return child;
}
