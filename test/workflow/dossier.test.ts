import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { apologyInstant } from '../../src/domain/apology.ts';
import { epochMs, instantAt } from '../../src/domain/calendar.ts';
import { fold, register, type Registration } from '../../src/domain/dossier.ts';
import { eventually } from '../support/eventually.ts';
import { aFreshDossier, openWorkflowWorld, saidNow, type WorkflowWorld } from '../support/workflow-world.ts';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await openWorkflowWorld(inject('temporalAddress'));
}, 120_000);
afterAll(async () => world[Symbol.asyncDispose]());

const secondsToEve = (some: Registration) => (epochMs(apologyInstant(register(some)) ?? instantAt(0)) - Date.now()) / 1000;
const asked = (some: Registration, ...expected: readonly string[]) => eventually(() => expect(world.about(some)).toEqual(expected));
const apologyOf = (some: Registration) => `apology/${some.dueDate}`;
/** The default world sends everything. */
const sends = () => world.answerWith(() => ({ status: 'sent' }));

describe('requirements §5.1–5.2 results and supplements', () => {
  test('each arrival at Trả kết quả is announced once', async () => {
    sends();
    const some = aFreshDossier();
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Thẩm định' }, { step: 'Trả kết quả' }));
    await world.signal(some, ...saidNow(2, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'sent result/1');
    await world.signal(some, ...saidNow(3, { step: 'Thẩm định' }, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'sent result/1', 'send result/2', 'sent result/2');
  });

  test('a supplement is announced when state and step meet, and one that ended meanwhile is not', async () => {
    const some = aFreshDossier();
    await world.start(some);
    await world.signal(some, ...saidNow(1, { state: 'Chờ bổ sung' }));
    await world.signal(some, ...saidNow(2, { step: 'Bộ phận Một cửa' }));
    await asked(some, 'send supplement/1', 'sent supplement/1');
    await world.signal(some, ...saidNow(3, { state: 'Đang xử lý' }, { state: 'Chờ bổ sung' }, { state: 'Đang xử lý' }));
    await asked(some, 'send supplement/1', 'sent supplement/1', 'superseded supplement_ended supplement/2');
  });

  test('a same-day procedure gets no notice, and that is recorded', async () => {
    const some = aFreshDossier({ procedure: { code: 'N', name: 'N', sameDay: true } }, 1);
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, 'skipped same_day result/1');
  });
});

describe('requirements §5.3 the apology', () => {
  test('leaves at its instant on the eve, not before, and once', async () => {
    const some = aFreshDossier();
    await world.start(some);
    await world.pass(some, secondsToEve(some) - 60);
    expect(world.about(some)).toEqual([]);
    await world.pass(some, 120);
    await asked(some, `send ${apologyOf(some)}`, `sent ${apologyOf(some)}`);
    const ordered = world.asked.find(({ key }) => key.startsWith(some.receiptCode));
    const late = (ordered?.atMs ?? 0) - epochMs(apologyInstant(register(some)) ?? instantAt(0));
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
    await world.pass(some, 3 * 86_400);
    await asked(some, `send ${apologyOf(some)}`, `sent ${apologyOf(some)}`);
  });

  test('is not for one whose result is ready, and the decision is recorded', async () => {
    const some = aFreshDossier();
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'sent result/1');
    await world.pass(some, secondsToEve(some) + 60);
    await asked(some, 'send result/1', 'sent result/1', `skipped result_ready ${apologyOf(some)}`);
  });

  test('a re-appointment has its own eve', async () => {
    const some = aFreshDossier({}, 2);
    await world.start(some);
    await world.pass(some, secondsToEve(some) + 60);
    await asked(some, `send ${apologyOf(some)}`, `sent ${apologyOf(some)}`);
    const later = aFreshDossier({}, 6).dueDate ?? '';
    await world.signal(some, ...saidNow(1, { due: later }));
    await world.pass(some, 5 * 86_400);
    await asked(some, `send ${apologyOf(some)}`, `sent ${apologyOf(some)}`, `send apology/${later}`, `sent apology/${later}`);
  });

  test('is recorded as not sent when its date was replaced after the eve, before anything could run', async () => {
    const now = Date.now();
    const longAgo = instantAt(now - 3 * 86_400_000);
    const some = aFreshDossier({ receivedAt: longAgo, recordedAt: longAgo }, 0);
    const later = aFreshDossier({}, 6).dueDate ?? '';
    await world.startWithEvents(some, ...saidNow(1, { due: later }));
    await asked(some, `superseded rescheduled ${apologyOf(some)}`);
  });

  test('an arrival supersedes one that could not be handed over yet; the result comes after it', async () => {
    const some = aFreshDossier({}, 2);
    world.answerWith(({ notice }) => {
      if (notice.kind === 'apology') throw new Error('the gateway is away');
      return { status: 'sent' };
    });
    await world.start(some);
    await world.pass(some, secondsToEve(some) + 5);
    await eventually(() => expect(world.about(some).length).toBeGreaterThanOrEqual(2));
    const afterTheEve = instantAt(epochMs(apologyInstant(register(some)) ?? instantAt(0)) + 1000);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }).map((event) => ({ ...event, recordedAt: afterTheEve })));
    await eventually(() => expect(world.about(some).at(-1)).toBe('sent result/1'));
    const ended = world.about(some).filter((line) => line !== `send ${apologyOf(some)}`);
    expect(ended).toEqual([`superseded result_ready ${apologyOf(some)}`, 'send result/1', 'sent result/1']);
  });

  test('a result waits for an apology that is on its way', async () => {
    const some = aFreshDossier({}, 2);
    let answer = () => {};
    world.answerWith(async ({ notice }) => {
      if (notice.kind === 'apology') await new Promise<void>((resolve) => void (answer = resolve));
      return { status: 'sent' };
    });
    await world.start(some);
    await world.pass(some, secondsToEve(some) + 5);
    await asked(some, `send ${apologyOf(some)}`);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await sleep(1000);
    expect(world.about(some)).toEqual([`send ${apologyOf(some)}`]);
    answer();
    await asked(some, `send ${apologyOf(some)}`, `sent ${apologyOf(some)}`, 'send result/1', 'sent result/1');
  });
});

describe('requirements §5.6–5.7 when it cannot be sent', () => {
  test('an uncertain result is handed over once more, an uncertain apology is not', async () => {
    const some = aFreshDossier({}, 2);
    world.answerWith(({ again }) => (again ? { status: 'sent' } : { status: 'uncertain', sendAgainAfterMs: 900_000 }));
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'uncertain result/1');
    await world.pass(some, 901);
    await asked(some, 'send result/1', 'uncertain result/1', 'again result/1', 'sent result/1');

    const other = aFreshDossier({}, 2);
    world.answerWith(() => ({ status: 'uncertain' }));
    await world.start(other);
    await world.pass(other, secondsToEve(other) + 3600);
    await asked(other, `send ${apologyOf(other)}`, `uncertain ${apologyOf(other)}`);
  });

  test('a notice that needs a person shows as the dossier’s problem', async () => {
    const some = aFreshDossier();
    world.answerWith(() => ({ status: 'permanent_failure' }));
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await eventually(async () => {
      const { searchAttributes } = await world.handleOf(some).describe();
      expect(searchAttributes['DossierProblem']).toEqual(['permanent_failure']);
      expect(searchAttributes['DossierStep']).toEqual(['Trả kết quả']);
    });
  });
});

describe('architecture §2 the workflow is the fold of the journal', () => {
  test('signals out of order, repeated and late', async () => {
    sends();
    const some = aFreshDossier();
    await world.start(some);
    const events = saidNow(1, { step: 'A' }, { state: 'Chờ bổ sung' }, { step: 'Bộ phận Một cửa' }, { due: '2030-01-01' }, { step: 'B' });
    const [first, second, third, fourth, fifth] = events;
    if (!first || !second || !third || !fourth || !fifth) throw new Error('five events');
    await world.signal(some, fifth, third);
    expect((await world.status(some)).seq).toBe(0);
    await world.signal(some, first, first, fourth);
    await world.signal(some, second, fifth);
    expect(await world.status(some)).toEqual(fold(some, events));
  });

  test('a close ends it: what was under way has ended, and the snapshot is written', async () => {
    sends();
    const some = aFreshDossier();
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'sent result/1');
    await world.signal(some, ...saidNow(2, { close: 'handed_over' }));
    await world.handleOf(some).result();
    expect(world.about(some)).toEqual(['send result/1', 'sent result/1', 'archived']);
  });

  test('nobody ends it from the Temporal UI', async () => {
    const some = aFreshDossier();
    await world.start(some);
    await world.handleOf(some).cancel();
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await asked(some, 'send result/1', 'sent result/1');
    expect((await world.handleOf(some).describe()).status.name).toBe('RUNNING');
  });
});
