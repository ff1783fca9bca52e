import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Registration } from '../../../src/domain/dossier.ts';
import { openOutboxWorld, type OutboxWorld } from '../../support/outbox-world.ts';
import { aRecordedDossier, progress, record } from '../../support/records.ts';

let world: OutboxWorld;
beforeAll(async () => void (world = await openOutboxWorld()));
afterAll(() => world[Symbol.asyncDispose]());

test('while more parcels wait than are delivered at a time, the first task of a new workflow comes later', async () => {
  await using outbox = world.anOutbox();
  const dossiers = await Promise.all(Array.from({ length: 120 }, () => aRecordedDossier(world.database)));
  for (const dossier of dossiers) outbox.deliver({ ...dossier, registration: dossier, events: [] });
  await world.nothingIsLeftOf(...dossiers);
  const backoffs = await Promise.all(dossiers.map((dossier) => firstTaskAfterS(dossier)));
  const late = dossiers.filter((_, index) => backoffs[index] === 8);
  expect([late.length >= 40, backoffs.includes(0)]).toEqual([true, true]);

  const [dossier] = late;
  if (!dossier) return;
  for (const event of await record(world.database, dossier, progress('A'), progress('B'))) outbox.deliver({ ...dossier, events: [event] });
  expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'B' });
  const kinds = (await world.history(dossier)).events?.map((event) =>
    event.workflowExecutionSignaledEventAttributes ? 'signal' : event.workflowTaskScheduledEventAttributes ? 'task' : '',
  );
  expect(kinds?.find(Boolean)).toBe('signal');
});

async function firstTaskAfterS(dossier: Registration): Promise<number> {
  const [started] = (await world.history(dossier)).events ?? [];
  return Number(started?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff?.seconds ?? 0);
}
