import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNoticesOf } from '../../src/db/notice-rows.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { eventually } from '../support/eventually.ts';
import { openEmptyWorld } from '../support/programs.ts';

const PATIENCE_MS = 30_000;

describe('a bad setting (contract §1)', () => {
  test.concurrent.each([
    ['api', ['API_KEYS', 'DATABASE_URL', 'PORT', 'WEBHOOK_SECRET']],
    ['worker', ['DATABASE_URL', 'PORT', 'SMS_GATEWAY_URL']],
    ['migrate', ['DATABASE_URL', 'PORT']],
    ['nothing', ['program']],
  ])('%s ends with 1 and one message that names each', async (program, names) => {
    const { code, stdout, stderr } = await run(program, { PORT: 'x' });
    expect([code, stdout]).toEqual([1, '']);
    expect([...stderr.matchAll(/^ {2}(\w+): /gm)].map(([, name = '']) => name).toSorted()).toEqual(names);
    expect(stderr).not.toContain('    at ');
  });
});

test('gateway is a command that needs no server and no database (contract §1)', async () => {
  const { code, stdout, stderr } = await run('gateway', {});
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('gateway check');
});

describe('programs whose servers are not there yet', () => {
  let world: Awaited<ReturnType<typeof openEmptyWorld>>;
  beforeAll(async () => {
    world = await openEmptyWorld();
    await Promise.all([world.api.start(), world.worker.start()]);
  });
  afterAll(() => world.close());

  test('at SIGTERM they give up waiting and exit with 0', async () => {
    await eventually(() => expect(world.worker.log()).toContain('worker_waits_for_temporal'), PATIENCE_MS);
    const begun = performance.now();
    expect(await Promise.all([world.api.stop(), world.worker.stop()])).toEqual([0, 0]);
    expect(performance.now() - begun).toBeLessThan(8000);
    await Promise.all([world.api.start(), world.worker.start()]);
  });

  test('they wait, and work when PostgreSQL and then Temporal appear', async () => {
    const { api, worker, get, register } = world;
    await eventually(async () => expect(await get('/readyz')).toMatchObject({ status: 503, body: { database: 'down', temporal: 'down' } }));
    expect(await register('LATE-1')).toMatchObject({ status: 503, body: { code: 'unavailable' } });

    await world.openPostgres();
    await eventually(async () => expect((await register('LATE-1')).status).toBe(201), PATIENCE_MS);
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { status: 'degraded', database: 'up', temporal: 'down' } });
    expect(await get('/v1/dossiers/LATE-1')).toMatchObject({ status: 200, body: { source: 'journal' } });

    await world.openTemporal();
    await eventually(async () => expect(await get('/v1/dossiers/LATE-1')).toMatchObject({ body: { source: 'workflow' } }), PATIENCE_MS);
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect([api.running(), worker.running()]).toEqual([true, true]);
  });

  test('at SIGTERM a worker ends the hand-over under way, records it, and exits with 0', async () => {
    world.gateway.answerAfter(1500);
    expect((await world.register('DRAIN-1', { step: 'Trả kết quả', phone: '0905123456' })).status).toBe(201);
    await eventually(() => expect(world.gateway.asked()).toBe(1), PATIENCE_MS);
    expect(await world.worker.stop()).toBe(0);
    expect(await readNoticesOf(world.database, codeKey('DRAIN-1'))).toMatchObject([{ notice: { status: 'sent', attempts: 1 } }]);
    expect(world.worker.log()).not.toContain('905123456');
  });

  test('at SIGTERM an api answers what it has begun, takes nothing new, and exits with 0', async () => {
    const held = await world.database.sql.reserve();
    await held`begin`;
    await held`lock table dossiers in access exclusive mode`;
    const begun = world.register('DRAIN-2');
    await eventually(async () => {
      expect(
        await world.database.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      ).not.toHaveLength(0);
    });
    const stopped = world.api.stop();
    await eventually(() => expect(world.get('/healthz')).rejects.toThrow('fetch failed'));
    await held`rollback`;
    held.release();
    expect((await begun).status).toBe(201);
    expect(await stopped).toBe(0);
  });
});

function run(
  program: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
  const main = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [main, program], { env }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}
