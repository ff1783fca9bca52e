import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { apologyInstant } from '../../src/domain/apology.ts';
import { epochMs, instantAt } from '../../src/domain/calendar.ts';
import { register, type Registration } from '../../src/domain/dossier.ts';
import { eventually } from '../support/eventually.ts';
import { aFreshDossier, openWorkflowWorld, saidNow, type WorkflowWorld } from '../support/workflow-world.ts';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await openWorkflowWorld(inject('temporalAddress'));
}, 120_000);
beforeEach(() => world.answerWith(() => ({ status: 'sent' })));
afterAll(async () => world[Symbol.asyncDispose]());

const LONG_AGO = instantAt(Date.now() - 10 * 86_400_000);
const asked = (some: Registration, ...expected: readonly string[]) => eventually(() => expect(world.about(some)).toEqual(expected));
const shownProblem = async (some: Registration) => (await world.handleOf(some).describe()).searchAttributes['DossierProblem'];

/** Requirements §5.3, §5.7: the apology is sent on recovery until the due date ends; then it is missed and shown as a problem. */
describe('nothing could run at 17:30', () => {
  test('nor until the due date was over: the apology is missed and shown as a problem, and the result is announced anyway', async () => {
    const some = aFreshDossier({ receivedAt: LONG_AGO, recordedAt: LONG_AGO }, -1);
    await world.start(some);
    await asked(some, `missed due_date_over apology/${some.dueDate}`);
    await eventually(async () => expect(await shownProblem(some)).toEqual(['missed']));
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, `missed due_date_over apology/${some.dueDate}`, 'send result/1', 'sent result/1');
  });

  test('but on the due date itself: the apology is sent then, with that date', async () => {
    const some = aFreshDossier({ receivedAt: LONG_AGO, recordedAt: LONG_AGO }, 0);
    await world.start(some);
    await asked(some, `send apology/${some.dueDate}`, `sent apology/${some.dueDate}`);
  });

  test('a gateway that stays away until the due date is over: tried until then, missed after it, shown as a problem', async () => {
    const some = aFreshDossier({}, 2);
    world.answerWith(({ notice }) => {
      if (notice.kind !== 'apology') return { status: 'sent' };
      throw ApplicationFailure.create({ message: 'the gateway is away', nextRetryDelay: '10h' }); // fewer tries than in life
    });
    await world.start(some);
    const toEveS = (epochMs(apologyInstant(register(some)) ?? instantAt(0)) - Date.now()) / 1000;
    await world.pass(some, toEveS + 29 * 3600);
    const tries = [`send apology/${some.dueDate}`, `send apology/${some.dueDate}`, `send apology/${some.dueDate}`];
    await eventually(() => expect(world.about(some).slice(0, 3)).toEqual(tries));
    expect(world.about(some).filter((line) => line.startsWith('missed'))).toEqual([]);
    await world.pass(some, 2 * 3600);
    await eventually(() => expect(world.about(some).at(-1)).toBe(`missed due_date_over apology/${some.dueDate}`));
    await eventually(async () => expect(await shownProblem(some)).toEqual(['missed']));
  });

  test('re-dated while everything was down: the date in force has its own eve, and there is no apology for the other date', async () => {
    const some = aFreshDossier({ receivedAt: LONG_AGO, recordedAt: LONG_AGO }, 3);
    const later = aFreshDossier({}, 5).dueDate ?? '';
    await world.start(some);
    await world.signal(some, ...saidNow(1, { due: later }));
    await world.pass(some, 6 * 86_400);
    await asked(some, `send apology/${later}`, `sent apology/${later}`);
  });
});
