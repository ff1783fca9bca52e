import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { eventually } from '../../infra/stack/eventually.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi, createWorker } from '../../infra/stack/programs.ts';
import { openDatabase } from '../../src/db/open.ts';
import { statusQuery, WORKFLOW_ID_PREFIX } from '../../src/workflows/contract.ts';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { Contestant } from './contestant.ts';
import { openGatewayStub } from './gateway-stub.ts';
import { openHttpClient, type Reply } from './http-client.ts';
import { cpuMsOf } from './proc.ts';
import type { Servers } from './servers.ts';
import { signatureOf } from './signed-post.ts';

export type ProductOptions = {
  readonly servers: Servers;
  /** Names its processes, and the events it sends. */
  readonly run: string;
  /** When the apologies of those registered begin; the due date is the day after. */
  readonly dueMs: number;
  readonly spread: string;
  /** More settings (contract §1). */
  readonly settings?: NodeJS.ProcessEnv;
};

export type Product = Contestant & {
  readonly event: (id: string, event: Readonly<Record<string, string>>) => Promise<void>;
  /** A delivery receipt for each message that was handed over. */
  readonly receipts: () => Promise<void>;
  /** Reads so far, by who answered them. */
  readonly reads: () => Promise<Readonly<Record<string, number>>>;
  /** Undefined while it does not run. */
  readonly workerPid: () => number | undefined;
  readonly killWorker: () => Promise<void>;
};

const LAST = 'Trả kết quả';
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };

/** P: one `api` and one `worker` of the build, and a gateway stub that answers at once. The caches hold all dossiers, as those of B do. */
export async function openProduct({ servers, run, dueMs, spread, settings }: ProductOptions): Promise<Product> {
  const gateway = await openGatewayStub();
  const due = vietnam(dueMs);
  const env = {
    ...servers.env,
    SMS_GATEWAY_URL: gateway.url,
    SMS_TPS: '9999',
    APOLOGY_TIME: due.time,
    APOLOGY_SPREAD: spread,
    INQUIRY_LIMIT: '0',
    UNKNOWN_CODE_LIMIT: '0',
    WORKFLOW_CACHE: '5000',
    ...settings,
  };
  const programs = { env, logDir: servers.logDir };
  const port = await findPort(`api-${run}`, 0, () => undefined);
  const [api, worker] = [createApi(`api-${run}`, port, programs), createWorker(`worker-${run}`, programs)];
  await Promise.all([api.start(), worker.start()]);
  await eventually('the worker to start', () => worker.log().includes('worker_started'), { withinMs: 60_000 });

  const http = openHttpClient(`http://127.0.0.1:${port}`);
  const database = openDatabase(servers.databaseUrl, { max: 2, name: 'bench' });
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const temporal = new Client({ connection });
  const staff = { authorization: `Bearer ${servers.keys.clerk}` };

  const post = async (path: string, body: object, expected: number) => {
    const reply = await http.request('POST', path, staff, JSON.stringify(body));
    if (reply.status !== expected) throw new Error(`${path}: expected ${expected}, came ${reply.status} ${JSON.stringify(reply.body)}`);
  };
  const webhook = (path: string, payload: object): Promise<Reply> => {
    const body = JSON.stringify(payload);
    return http.request('POST', path, signatureOf(body, servers.keys.webhook), body);
  };
  const event = (id: string, what: Readonly<Record<string, string>>) =>
    post(`/v1/dossiers/${id}/events`, { eventId: randomUUID().slice(0, 8), ...what }, 202);
  const register = (receiptCode: string, dueDate: string) =>
    post('/v1/dossiers', { receiptCode, procedure: PROCEDURE, phone: '0905123456', dueDate }, 201);
  let asked = 0;

  return {
    event,
    register: (id) => register(id, due.nextDay),
    registerForLater: (id) => register(id, '2099-12-31'),
    progress: (id, step) => event(id, { type: 'progress', step }),
    finish: (id) => event(id, { type: 'progress', step: LAST }),
    async read(id, step) {
      const { status, body } = await http.request('GET', `/v1/dossiers/${id}`, staff);
      if (status !== 200 || fieldOf(body, 'step') !== step)
        throw new Error(`${id}: expected ${step}, came ${status} ${JSON.stringify(body)}`);
    },
    async inquire(id, step) {
      const from = `849${String(10_000_000 + (asked++ % 80_000_000)).padStart(8, '0')}`;
      const { status, body } = await webhook('/v1/gateways/plain/inquiries', { id: randomUUID(), from, to: '8083', text: `MCKH ${id}` });
      const reply = fieldOf(body, 'reply');
      if (status !== 200 || fieldOf(body, 'outcome') !== 'answered' || typeof reply !== 'string' || !reply.includes(step))
        throw new Error(`${id}: expected ${step}, came ${status} ${JSON.stringify(body)}`);
    },
    async delivered() {
      const isEmpty = async () => (await database.sql<{ left: boolean }[]>`select exists (select from outbox) as left`)[0]?.left === false;
      await eventually('an empty outbox', isEmpty, { withinMs: 600_000, everyMs: 25 });
    },
    async standing(id) {
      const { step, seq } = await temporal.workflow.getHandle(WORKFLOW_ID_PREFIX + id).query<Dossier>(statusQuery);
      return { step, events: seq, finished: step === LAST };
    },
    sent: () => gateway.sent,
    async receipts() {
      for (const { key } of gateway.sent)
        await webhook('/v1/gateways/plain/receipts', { messageId: `m-${key}`, id: key, status: 'delivered', at: new Date().toISOString() });
    },
    async reads() {
      const { body } = await http.request('GET', '/metrics', {});
      const found = [...String(body).matchAll(/^dossier_reads_total\{source="(\w+)"\} (\d+)$/gm)];
      return Object.fromEntries(found.map(([, source, count]) => [source, Number(count)]));
    },
    cpuMs: () => ({ api: cpuMsOf(api.pid()), worker: cpuMsOf(worker.pid()) }),
    workerPid: worker.pid,
    killWorker: worker.kill,
    async [Symbol.asyncDispose]() {
      http[Symbol.dispose]();
      await Promise.all([api.stop(), worker.stop()]);
      await Promise.all([database.close(), connection.close(), gateway[Symbol.asyncDispose]()]);
    },
  };
}

/** A moment in Viet Nam: its second of the day, and the day after it, for which it is the eve. */
function vietnam(atMs: number): { readonly time: string; readonly nextDay: string } {
  const local = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString();
  return { time: local(atMs).slice(11, 19), nextDay: local(atMs + 86_400_000).slice(0, 10) };
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : undefined;
}
