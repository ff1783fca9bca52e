import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Registration } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import type { Outbox } from '../../../src/temporal/deliver.ts';
import { said } from '../../support/dossiers.ts';
import { eventually } from '../../support/eventually.ts';
import { openOutboxWorld, type OutboxWorld } from '../../support/outbox-world.ts';
import { anEvent, aRecordedDossier, progress, record } from '../../support/records.ts';

let world: OutboxWorld;
beforeAll(async () => void (world = await openOutboxWorld()));
afterAll(() => world[Symbol.asyncDispose]());

test('what was written is delivered at once and taken off the outbox', async () => {
  await using outbox = world.anOutbox();
  const dossier = await aRecordedDossier(world.database);
  outbox.deliver({ ...dossier, registration: dossier, events: [] });
  expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(true);
  await eventually(async () => expect((await world.status(dossier)).step).toBe('Tiếp nhận'), 4000);

  const events = await record(world.database, dossier, progress('Thẩm định'), progress(null, 'Đang xử lý'));
  for (const event of events) outbox.deliver({ ...dossier, events: [event] });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Thẩm định', state: 'Đang xử lý' }), 4000);
  await world.nothingIsLeftOf(dossier);
  expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(false);
});

test('with Temporal away it stays in the journal, and another process delivers everything in order', async () => {
  const away = world.temporalAt('127.0.0.1:1');
  await using stranded = world.anOutbox(away);
  const dossier = await aRecordedDossier(world.database);
  const recorded = await record(world.database, dossier, ...Array.from({ length: 20 }, (_, i) => progress(`Bước ${i}`)));
  stranded.deliver({ ...dossier, registration: dossier, events: recorded });
  await world.makeOverdue(dossier);
  await using _ = world.anOutbox();
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 20, step: 'Bước 19' }));
  await world.nothingIsLeftOf(dossier);
  await stranded.stop();
  await away.close();
});

test('what was written while PostgreSQL’s clock was a day ahead is delivered as soon as the clock is right again', async () => {
  const dossier = await aRecordedDossier(world.database);
  await world.database.sql`update outbox set due_at = now() + interval '1 day' where code_key = ${codeKey(dossier.receiptCode)}`;
  await using _ = world.anOutbox();
  await eventually(async () => expect((await world.status(dossier)).seq).toBe(0), 4000);
  await world.nothingIsLeftOf(dossier);
});

test('an event that overtakes the start starts the workflow', async () => {
  await using outbox = world.anOutbox();
  const dossier = await aRecordedDossier(world.database);
  await record(world.database, dossier, progress('Thẩm định'));
  const [second] = await record(world.database, dossier, progress('Phê duyệt'));
  if (second) outbox.deliver({ ...dossier, events: [second] });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Phê duyệt' }), 4000);
  await world.makeOverdue(dossier);
  await world.nothingIsLeftOf(dossier);
  expect((await world.status(dossier)).seq).toBe(2);
});

test('a terminated workflow comes back from the journal with the next event', async () => {
  await using outbox = world.anOutbox();
  const dossier = await aRunningDossier(outbox);
  outbox.deliver({ ...dossier, events: await record(world.database, dossier, progress('Thẩm định')) });
  await eventually(async () => expect((await world.status(dossier)).seq).toBe(1));
  const before = await world.handleOf(dossier).describe();
  await world.handleOf(dossier).terminate('by a test');

  outbox.deliver({ ...dossier, events: await record(world.database, dossier, progress(null, 'Đang xử lý')) });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Thẩm định', state: 'Đang xử lý' }));
  expect((await world.handleOf(dossier).describe()).runId).not.toBe(before.runId);
  await world.nothingIsLeftOf(dossier);
});

test('a workflow that has ended knows everything: what is left over counts as delivered', async () => {
  await using outbox = world.anOutbox();
  const dossier = await aRunningDossier(outbox);
  const recorded = await record(world.database, dossier, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
  outbox.deliver({ ...dossier, events: recorded });
  await eventually(async () => expect((await world.handleOf(dossier).describe()).status.name).toBe('COMPLETED'));
  const { runId } = await world.handleOf(dossier).describe();
  await world.nothingIsLeftOf(dossier);

  await world.database
    .sql`insert into outbox (code_key, seq, due_at) select ${codeKey(dossier.receiptCode)}, seq, now() from generate_series(0, 1) seq`;
  await world.nothingIsLeftOf(dossier);
  outbox.deliver({ ...dossier, registration: dossier, events: recorded });
  outbox.deliver({ ...dossier, events: recorded });
  await eventually(() => expect(outbox.isPending(codeKey(dossier.receiptCode))).toBe(false));
  expect((await world.handleOf(dossier).describe()).runId).toBe(runId);
});

test('two processes may deliver the same', async () => {
  const dossiers = await Promise.all(Array.from({ length: 30 }, () => aRecordedDossier(world.database)));
  for (const dossier of dossiers) await record(world.database, dossier, progress('Thẩm định'), progress('Phê duyệt'));
  await world.makeOverdue(...dossiers);
  await using first = world.anOutbox();
  await using _ = world.anOutbox();
  for (const dossier of dossiers) first.deliver({ ...dossier, registration: dossier, events: [] });
  await world.nothingIsLeftOf(...dossiers);
  const statuses = await Promise.all(dossiers.map((dossier) => world.status(dossier)));
  expect(new Set(statuses.map(({ seq, step }) => `${seq} ${step}`))).toEqual(new Set(['2 Phê duyệt']));
});

test('more events than one signal takes arrive in order', async () => {
  const dossier = await aRecordedDossier(world.database);
  const events = said(...Array.from({ length: 1100 }, (_, i) => ({ step: `Bước ${i}` })));
  await using outbox = world.anOutbox();
  outbox.deliver({ ...dossier, registration: dossier, events });
  await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 1100, step: 'Bước 1099' }));
});

test('a stop ends what is under way and leaves the rest in the journal', async () => {
  await using outbox = world.anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 40 }, () => aRecordedDossier(world.database)));
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await outbox.stop();
  const left = await world.countUndelivered(...dossiers);
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
  await using _ = world.anOutbox();
  await world.database.sql`update outbox set due_at = now()`;
  await eventually(async () => expect(await world.database.sql`select from outbox`).toHaveLength(0));
});

async function aRunningDossier(outbox: Outbox): Promise<Registration> {
  const dossier = await aRecordedDossier(world.database);
  outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await eventually(() => world.status(dossier));
  return dossier;
}
