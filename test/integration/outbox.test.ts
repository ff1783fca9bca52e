import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { renewLease, takeUndelivered } from '../../src/db/outbox.ts';
import { openLog } from '../../src/lib/log.ts';
import { startOutbox, type Outbox } from '../../src/temporal/deliver.ts';
import { openTemporal, type Temporal } from '../../src/temporal/connect.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import type { Registration } from '../../src/domain/dossier.ts';
import { said } from '../support/dossiers.ts';
import { eventually } from '../support/eventually.ts';
import { aDatabase, anEvent, aRecordedDossier, progress, record } from '../support/records.ts';
import { openWorkflowWorld, type WorkflowWorld } from '../support/workflow-world.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
let world: WorkflowWorld;
let temporal: Temporal;
const log = openLog('silent', 'test');

beforeAll(async () => {
  [database, world] = await Promise.all([aDatabase(20), openWorkflowWorld(inject('temporalAddress'))]);
  temporal = temporalAt(inject('temporalAddress'));
});
afterAll(async () => {
  await Promise.all([world[Symbol.asyncDispose](), temporal.close()]);
  await database.close();
});

test('what was written is delivered at once, and struck off', async () => {
  await using outbox = anOutbox();
  const dossier = await aRecordedDossier(database);
  outbox.deliver({ ...dossier, registration: dossier, events: [] });
  expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(true);
  await eventually(async () => expect((await world.status(dossier)).step).toBe('Tiếp nhận'), 4000);

  const events = await record(database, dossier, progress('Thẩm định'), progress(null, 'Đang xử lý'));
  for (const event of events) outbox.deliver({ ...dossier, events: [event] });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Thẩm định', state: 'Đang xử lý' }), 4000);
  await nothingLeft(dossier);
  expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(false);
});

test('with Temporal away it stays in the journal, and another process delivers everything in order', async () => {
  const away = temporalAt('127.0.0.1:1');
  await using stranded = anOutbox(away);
  const dossier = await aRecordedDossier(database);
  const told = await record(database, dossier, ...Array.from({ length: 20 }, (_, i) => progress(`Bước ${i}`)));
  stranded.deliver({ ...dossier, registration: dossier, events: told });
  await overdue(dossier);
  await using _ = anOutbox();
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 20, step: 'Bước 19' }));
  await nothingLeft(dossier);
  await stranded.stop();
  await away.close();
});

test('what was written while PostgreSQL’s clock was a day ahead is delivered as soon as the clock is right again', async () => {
  const dossier = await aRecordedDossier(database);
  await database.sql`update outbox set due_at = now() + interval '1 day' where code_key = ${codeKey(dossier.receiptCode)}`;
  await using _ = anOutbox();
  await eventually(async () => expect((await world.status(dossier)).seq).toBe(0), 4000);
  await nothingLeft(dossier);
});

test('an event that overtakes the start brings the start along', async () => {
  await using outbox = anOutbox();
  const dossier = await aRecordedDossier(database);
  await record(database, dossier, progress('Thẩm định'));
  const [second] = await record(database, dossier, progress('Phê duyệt'));
  if (second) outbox.deliver({ ...dossier, events: [second] });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Phê duyệt' }), 4000);
  await overdue(dossier);
  await nothingLeft(dossier);
  expect((await world.status(dossier)).seq).toBe(2);
});

test('a terminated workflow comes back from the journal with the next event', async () => {
  await using outbox = anOutbox();
  const dossier = await aRunningDossier(outbox);
  outbox.deliver({ ...dossier, events: await record(database, dossier, progress('Thẩm định')) });
  await eventually(async () => expect((await world.status(dossier)).seq).toBe(1));
  const before = await world.handleOf(dossier).describe();
  await world.handleOf(dossier).terminate('by a test');

  outbox.deliver({ ...dossier, events: await record(database, dossier, progress(null, 'Đang xử lý')) });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Thẩm định', state: 'Đang xử lý' }));
  expect((await world.handleOf(dossier).describe()).runId).not.toBe(before.runId);
  await nothingLeft(dossier);
});

test('a workflow that has ended knows everything: what is left over counts as delivered', async () => {
  await using outbox = anOutbox();
  const dossier = await aRunningDossier(outbox);
  const told = await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
  outbox.deliver({ ...dossier, events: told });
  await eventually(async () => expect((await world.handleOf(dossier).describe()).status.name).toBe('COMPLETED'));
  const { runId } = await world.handleOf(dossier).describe();
  await nothingLeft(dossier);

  await database.sql`insert into outbox (code_key, seq, due_at) select ${codeKey(dossier.receiptCode)}, seq, now() from generate_series(0, 1) seq`;
  await nothingLeft(dossier);
  outbox.deliver({ ...dossier, registration: dossier, events: told });
  outbox.deliver({ ...dossier, events: told });
  await eventually(() => expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(false));
  expect((await world.handleOf(dossier).describe()).runId).toBe(runId);
});

test('two at once deliver the same without harm', async () => {
  const dossiers = await Promise.all(Array.from({ length: 30 }, () => aRecordedDossier(database)));
  for (const dossier of dossiers) await record(database, dossier, progress('Thẩm định'), progress('Phê duyệt'));
  await overdue(...dossiers);
  await using first = anOutbox();
  await using _ = anOutbox();
  for (const dossier of dossiers) first.deliver({ ...dossier, registration: dossier, events: [] });
  await eventually(async () => expect(await undelivered(...dossiers)).toBe(0), 20_000);
  const statuses = await Promise.all(dossiers.map((dossier) => world.status(dossier)));
  expect(new Set(statuses.map(({ seq, step }) => `${seq} ${step}`))).toEqual(new Set(['2 Phê duyệt']));
});

test('what gathers while many write shares a signal', async () => {
  await using outbox = anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 60 }, () => aRecordedDossier(database)));
  const told = await Promise.all(dossiers.map((dossier) => record(database, dossier, progress('A'), progress('B'), progress('C'))));
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  for (const [index, dossier] of dossiers.entries()) for (const event of told[index] ?? []) outbox.deliver({ ...dossier, events: [event] });
  await eventually(async () => expect(await undelivered(...dossiers)).toBe(0), 20_000);
  expect((await Promise.all(dossiers.map((dossier) => world.status(dossier)))).every(({ seq, step }) => seq === 3 && step === 'C')).toBe(
    true,
  );
  const histories = await Promise.all(dossiers.map((dossier) => world.history(dossier)));
  const signals = histories.map(({ events }) => events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length);
  expect(signals.filter((count) => count === 1).length).toBeGreaterThanOrEqual(50);
});

test('while more wait than leave at a time, a new workflow’s first task comes later, with all that it was told', async () => {
  await using outbox = anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 120 }, () => aRecordedDossier(database)));
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await eventually(async () => expect(await undelivered(...dossiers)).toBe(0));
  const backoffs = await Promise.all(dossiers.map((dossier) => firstTaskAfterS(dossier)));
  const late = dossiers.filter((_, index) => backoffs[index] === 8);
  expect([late.length >= 40, backoffs.includes(0)]).toEqual([true, true]);

  const [dossier] = late;
  if (!dossier) return;
  for (const event of await record(database, dossier, progress('A'), progress('B'))) outbox.deliver({ ...dossier, events: [event] });
  expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'B' });
  const kinds = (await world.history(dossier)).events?.map((event) =>
    event.workflowExecutionSignaledEventAttributes ? 'told' : event.workflowTaskScheduledEventAttributes ? 'task' : '',
  );
  expect(kinds?.find(Boolean)).toBe('told');
});

test('while many write what waits stands back, but writers who never pause keep nothing waiting for ever', async () => {
  await using outbox = anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 100 }, () => aRecordedDossier(database)));
  const last = await aRecordedDossier(database);
  const write = () => dossiers.forEach((dossier) => outbox.deliver({ ...dossier, registration: dossier, events: [] }));
  write();
  const writing = setInterval(write, 20);
  try {
    outbox.deliver({ ...last, registration: last, events: [] });
    await sleep(3000);
    expect(outbox.isPending(codeKey(last.receiptCode))).toBe(true);
    await eventually(() => expect(outbox.isPending(codeKey(last.receiptCode))).toBe(false));
  } finally {
    clearInterval(writing);
  }
  expect((await world.status(last)).seq).toBe(0);
});

test('a long queue stays with the process that has it: its lease is renewed, nobody else’s', async () => {
  const [mine, other] = await Promise.all([aRecordedDossier(database), aRecordedDossier(database)]);
  await overdue(mine, other);
  await renewLease(database, [codeKey(mine.receiptCode)], 10);
  const taken = (await takeUndelivered(database, 100, 10)).map((each) => each.codeKey);
  expect(taken).toContain(codeKey(other.receiptCode));
  expect(taken).not.toContain(codeKey(mine.receiptCode));
});

test('more events than one signal takes arrive in order', async () => {
  const dossier = await aRecordedDossier(database);
  const events = said(...Array.from({ length: 1100 }, (_, i) => ({ step: `Bước ${i}` })));
  await using outbox = anOutbox();
  outbox.deliver({ ...dossier, registration: dossier, events });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 1100, step: 'Bước 1099' }));
});

test('a stop ends what is under way and leaves the rest in the journal', async () => {
  await using outbox = anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 40 }, () => aRecordedDossier(database)));
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await outbox.stop();
  const left = await undelivered(...dossiers);
  const existing = await Promise.all(
    dossiers.map((dossier) =>
      world
        .handleOf(dossier)
        .describe()
        .then(
          () => 1,
          () => 0,
        ),
    ),
  );
  expect(existing.reduce<number>((sum, one) => sum + one, 0)).toBe(40 - left);
});

test('in the end nothing is undelivered', async () => {
  await using _ = anOutbox();
  await database.sql`update outbox set due_at = now()`;
  await eventually(async () => expect(await database.sql`select from outbox`).toHaveLength(0));
});

function temporalAt(address: string): Temporal {
  const { namespace } = world.client.options;
  return openTemporal({ address, namespace, tls: undefined, apiKey: undefined });
}

function anOutbox(to: Temporal = temporal): Outbox & AsyncDisposable {
  const outbox = startOutbox({ database, client: to.client, log });
  return { ...outbox, [Symbol.asyncDispose]: outbox.stop };
}

async function firstTaskAfterS(dossier: Registration): Promise<number> {
  const [started] = (await world.history(dossier)).events ?? [];
  return Number(started?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff?.seconds ?? 0);
}

async function aRunningDossier(outbox: Outbox): Promise<Registration> {
  const dossier = await aRecordedDossier(database);
  outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await eventually(() => world.status(dossier));
  return dossier;
}

/** As if the process that wrote it had been gone for long. */
async function overdue(...dossiers: readonly Registration[]): Promise<void> {
  await database.sql`update outbox set due_at = now() where code_key = any(${keysOf(dossiers)})`;
}

async function undelivered(...dossiers: readonly Registration[]): Promise<number> {
  return (await database.sql`select from outbox where code_key = any(${keysOf(dossiers)})`).length;
}

async function nothingLeft(dossier: Registration): Promise<void> {
  await eventually(async () => expect(await undelivered(dossier)).toBe(0));
}

function keysOf(dossiers: readonly Registration[]): string[] {
  return dossiers.map(({ receiptCode }) => codeKey(receiptCode));
}
