import { execFile } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { migrate } from '../../infra/stack/programs.ts';
import { eventually, HOOK_TIMEOUT_MS, openWorld, untilTodayIsLongEnough, type Citizen, type World } from '../support/e2e.ts';

const RESULT = 'Trả kết quả';
/** From the registrations to the apologies that a lost Temporal still owes. */
const EVENING_IN_MS = 30_000;

/** Issue 4 H: judged by the telephone network's log, the journal, the ledger and the workflows' own answers. */
describe('a store that is lost, or comes from an older instant', () => {
  let world: World;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    world = await openWorld('recovery');
  }, HOOK_TIMEOUT_MS);
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.allUp());

  test('Temporal’s store is gone: every dossier is back, what was told is not told again, what is due still leaves', async () => {
    const evening = wallClock(EVENING_IN_MS);
    await using office = await world.startApi({ APOLOGY_TIME: evening.time, APOLOGY_SPREAD: '0s' });
    const owed = await Promise.all(
      Array.from({ length: 10 }, () => world.aDossier({ dueDate: tomorrow(), step: 'Thẩm định' }, office.url)),
    );
    const told = await Promise.all(Array.from({ length: 10 }, () => world.aDossier()));
    const closed = await world.aDossier();
    for (const { code } of [...told, closed]) await world.progress(code, RESULT);
    for (const citizen of [...told, closed]) await eventually(async () => expect(await kindsTo(world, citizen)).toEqual(['result']));
    await world.event(closed.code, { type: 'close', outcome: 'handed_over' });
    await eventually(async () => expect((await world.get(`/v1/dossiers/${closed.code}`)).body.source).toBe('archive'));

    await world.children.temporal.kill();
    for (const file of temporalFiles(world)) rmSync(path.join(world.dataDir, file));
    const during = await world.aDossier();
    await world.progress(during.code, RESULT);
    await world.children.temporal.start();
    await migrate(world.stack);

    expect((await run(world, 'reconcile')).lines.filter(({ kind }) => kind === 'workflow_missing').length).toBeGreaterThanOrEqual(20);
    expect(await run(world, 'rebuild')).toMatchObject({ exit: 0 });
    expect(await run(world, 'reconcile')).toMatchObject({ exit: 0 });
    for (const citizen of owed) await eventually(async () => expect(await kindsTo(world, citizen)).toEqual(['apology']), 60_000);
    await eventually(async () => expect(await kindsTo(world, during)).toEqual(['result']));
    expect(await run(world, 'check')).toMatchObject({ exit: 0, lines: [{ findings: 0 }] });
    for (const citizen of [...told, closed]) expect(await handoversTo(world, citizen)).toHaveLength(1);
  });

  test('PostgreSQL is older: what is lost is named, and nobody hears it twice when clerks say it again', async () => {
    const { api, worker } = world.children;
    const [told, moved] = [await world.aDossier(), await world.aDossier()];
    await api.stop();
    await worker.stop();
    await replaceDatabase(world, 'copy');
    await Promise.all([api.start(), worker.start()]);

    const result = { eventId: 'arrival', type: 'progress', step: RESULT, occurredAt: new Date().toISOString() };
    await world.event(told.code, result);
    await world.progress(moved.code, 'Thẩm định');
    const unknown = await world.aDossier();
    await eventually(async () => expect(await kindsTo(world, told)).toEqual(['result']));
    await eventually(async () => expect(await world.metric('outbox_undelivered_events')).toBe(0));
    await api.stop();
    await worker.stop();
    await replaceDatabase(world, 'restore');
    await worker.start();

    const found = await eventually(async () => {
      const { lines } = await run(world, 'reconcile');
      expect(summary(lines)).toEqual([
        ['workflow_ahead', told.code],
        ['workflow_ahead', moved.code],
        ['workflow_without_dossier', unknown.code],
      ]);
      return lines;
    });
    expect(found.find(({ about }) => about === told.code)?.what).toMatch(/lost: event 1, progress \{"step":"Trả kết quả"\}/);
    expect(summary((await run(world, 'rebuild')).lines)).toEqual([['workflow_without_dossier', unknown.code]]);
    await run(world, 'rebuild', '--end-strays');
    await eventually(async () => expect(await run(world, 'reconcile')).toMatchObject({ exit: 0 }));

    await api.start();
    expect((await world.event(told.code, result)).status).toBe(202);
    expect((await world.register({ receiptCode: unknown.code, phone: unknown.phone })).status).toBe(201);
    await eventually(async () =>
      expect((await world.get(`/v1/dossiers/${told.code}`)).body).toMatchObject({ source: 'workflow', step: RESULT }),
    );
    await eventually(async () => expect(await run(world, 'check')).toMatchObject({ exit: 0 }));
    expect(await handoversTo(world, told)).toHaveLength(1);
  });

  test('Temporal is older: it is told what it had been told, and hands over nothing again', async () => {
    const { temporal, worker } = world.children;
    const copy = path.join(world.dataDir, 'copy');
    const [told, closed] = [await world.aDossier(), await world.aDossier()];
    await eventually(async () => expect(await world.metric('outbox_undelivered_events')).toBe(0));
    await temporal.stop();
    for (const file of temporalFiles(world)) cpSync(path.join(world.dataDir, file), path.join(copy, file));
    await temporal.start();

    await world.progress(told.code, RESULT);
    await world.event(closed.code, { type: 'close', outcome: 'withdrawn' });
    const young = await world.aDossier();
    await eventually(async () => expect(await kindsTo(world, told)).toEqual(['result']), 40_000);
    await eventually(async () => expect((await world.get(`/v1/dossiers/${closed.code}`)).body.source).toBe('archive'), 40_000);
    await eventually(async () => expect(await world.metric('outbox_undelivered_events')).toBe(0));
    await Promise.all([temporal.kill(), worker.kill()]);
    for (const file of temporalFiles(world)) rmSync(path.join(world.dataDir, file));
    for (const file of readdirSync(copy)) cpSync(path.join(copy, file), path.join(world.dataDir, file));
    await Promise.all([temporal.start(), worker.start()]);

    await eventually(async () =>
      expect(summary((await run(world, 'reconcile')).lines)).toEqual([
        ['workflow_behind', told.code],
        ['workflow_behind', closed.code],
        ['workflow_missing', young.code],
      ]),
    );
    expect(await run(world, 'rebuild')).toMatchObject({ exit: 0 });
    await eventually(async () => expect(await run(world, 'reconcile')).toMatchObject({ exit: 0 }));
    await eventually(async () => expect(await run(world, 'check')).toMatchObject({ exit: 0 }));
    expect(await handoversTo(world, told)).toHaveLength(1);
  });

  test('after all of it, no reference was accepted twice', async () => {
    const accepted = (await world.handovers()).filter(({ outcome }) => outcome === 'accepted').map(({ id }) => id);
    expect(accepted.toSorted()).toEqual([...new Set(accepted)].toSorted());
  });
});

type Line = { readonly kind?: string; readonly about?: string; readonly what?: string; readonly findings?: number };

/** A program of the product that answers and ends; its lines without those of its log. */
function run(world: World, ...args: readonly string[]): Promise<{ readonly exit: unknown; readonly lines: readonly Line[] }> {
  const main = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...args], { env: world.stack.env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (stderr !== '') return reject(new Error(`${args.join(' ')}: ${stderr}`));
      const lines = stdout.split('\n').filter((line) => line !== '');
      resolve({ exit: error?.code ?? 0, lines: lines.map((line) => JSON.parse(line)).filter((line) => !('level' in line)) });
    });
  });
}

function summary(lines: readonly Line[]): readonly (readonly unknown[])[] {
  const found = lines.filter(({ kind }) => kind !== undefined);
  return found.map(({ kind, about }) => [kind, about]).toSorted(([, one], [, other]) => String(one).localeCompare(String(other)));
}

async function handoversTo(world: World, { phone }: Citizen) {
  return (await world.handovers()).filter(({ to }) => to === phone);
}

async function kindsTo(world: World, citizen: Citizen): Promise<readonly (string | undefined)[]> {
  return (await handoversTo(world, citizen)).map(({ id }) => id.split('/')[1]);
}

function temporalFiles({ dataDir }: World): readonly string[] {
  return readdirSync(dataDir).filter((name) => name.startsWith('temporal.db'));
}

/** Nobody may be connected meanwhile. */
async function replaceDatabase({ stack }: World, what: 'copy' | 'restore'): Promise<void> {
  const server = new URL(stack.databaseUrl);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const sql = postgres(server.href, { max: 1, onnotice: () => undefined });
  try {
    if (what === 'copy') return void (await sql`create database ${sql(`${name}_older`)} template ${sql(name)}`);
    await sql`drop database ${sql(name)}`;
    await sql`alter database ${sql(`${name}_older`)} rename to ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
