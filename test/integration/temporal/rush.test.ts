import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { eventually } from '../../support/eventually.ts';
import { openOutboxWorld, type OutboxWorld } from '../../support/outbox-world.ts';
import { aRecordedDossier, progress, record } from '../../support/records.ts';

let world: OutboxWorld;
beforeAll(async () => void (world = await openOutboxWorld()));
afterAll(() => world[Symbol.asyncDispose]());

test('in a rush the events that gather for a dossier share a signal', async () => {
  await using outbox = world.anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 60 }, () => aRecordedDossier(world.database)));
  const recorded = await Promise.all(
    dossiers.map((dossier) => record(world.database, dossier, progress('A'), progress('B'), progress('C'))),
  );
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  for (const [index, dossier] of dossiers.entries())
    for (const event of recorded[index] ?? []) outbox.deliver({ ...dossier, events: [event] });
  await world.nothingIsLeftOf(...dossiers);
  expect((await Promise.all(dossiers.map((dossier) => world.status(dossier)))).every(({ seq, step }) => seq === 3 && step === 'C')).toBe(
    true,
  );
  const histories = await Promise.all(dossiers.map((dossier) => world.history(dossier)));
  const signals = histories.map(({ events }) => events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length);
  expect(signals.filter((count) => count === 1).length).toBeGreaterThanOrEqual(50);
});

test('in a rush parcels stand back, but writers who never pause do not hold them up for ever', async () => {
  await using outbox = world.anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 100 }, () => aRecordedDossier(world.database)));
  const last = await aRecordedDossier(world.database);
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
