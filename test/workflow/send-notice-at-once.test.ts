import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Registration } from '../../src/domain/dossier.ts';
import { readHistory } from '../../src/temporal/history.ts';
import { eventually } from '../support/eventually.ts';
import { aFreshDossier, openWorkflowWorld, saidNow, type WorkflowWorld } from '../support/workflow-world.ts';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await openWorkflowWorld(inject('temporalAddress'));
}, 120_000);
afterAll(async () => world[Symbol.asyncDispose]());

const asked = (some: Registration, ...expected: readonly string[]) => eventually(() => expect(world.allAbout(some)).toEqual(expected));

/** A dossier whose result is ready. */
async function aReadyDossier(): Promise<Registration> {
  const some = aFreshDossier();
  await world.start(some);
  await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
  return some;
}

async function eventsOf(some: Registration, part: string): Promise<number> {
  const { events } = JSON.parse(JSON.stringify(await world.history(some)));
  return events.filter((event: object) => part in event).length;
}

test('while the link is free a notice leaves within the workflow’s task: no queue, one event of the history', async () => {
  world.makeLink('free');
  const some = await aReadyDossier();
  await asked(some, 'at once result/1', 'sent result/1');
  await eventually(async () => expect(await eventsOf(some, 'markerRecordedEventAttributes')).toBe(1));
  expect(await eventsOf(some, 'activityTaskScheduledEventAttributes')).toBe(0);
});

test('its history still says how it ended, and by which order', async () => {
  world.makeLink('free');
  const some = await aReadyDossier();
  await eventually(async () => {
    const { runId } = await world.handleOf(some).describe();
    const { ends } = await readHistory(world.client, some.receiptCode, runId);
    expect(ends.get(`${some.receiptCode}/result/1`)).toMatchObject({
      status: 'sent',
      order: { receiptCode: some.receiptCode, agency: some.agency, notice: { kind: 'result', round: 1 }, seq: 1 },
    });
  });
});

test('while others wait for the link it joins them in the queue', async () => {
  world.makeLink('busy');
  const some = await aReadyDossier();
  await asked(some, 'refused at once result/1', 'send result/1', 'sent result/1');
});

test('what goes wrong at once the queue tries again', async () => {
  world.makeLink('free');
  world.answerWith((_, nth) => {
    world.answerWith(() => ({ status: 'sent' }));
    throw new Error(`try ${nth}: the answer was lost`);
  });
  const some = await aReadyDossier();
  await asked(some, 'at once result/1', 'send result/1', 'sent result/1');
});

test('an uncertain one is handed over once more by the queue (requirements §5.6)', async () => {
  world.makeLink('free');
  world.answerWith(({ again }) => (again ? { status: 'sent' } : { status: 'uncertain', sendAgainAfterMs: 900_000 }));
  const some = await aReadyDossier();
  await asked(some, 'at once result/1', 'uncertain result/1');
  await world.pass(some, 960);
  await asked(some, 'at once result/1', 'uncertain result/1', 'again result/1', 'sent result/1');
});
