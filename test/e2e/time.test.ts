import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectedTexts } from '../../infra/dev/demo/expected-texts.ts';
import { tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import {
  eventually,
  HOOK_TIMEOUT_MS,
  killAndRestart,
  openWorld,
  untilTodayIsLongEnough,
  type Citizen,
  type World,
} from '../support/e2e.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import { aFakeClock, FAKETIME, type FakeClock } from '../support/fake-clock.ts';

const { M1, M3, M4 } = expectedTexts;
const RESULT = 'Trả kết quả';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Two days ahead, tomorrow's due date is over: a worker that believed its own clock would call the apology missed. */
const JUMPS = [
  ['worker', HOUR_MS],
  ['worker', -HOUR_MS],
  ['worker', DAY_MS],
  ['worker', -DAY_MS],
  ['worker', 2 * DAY_MS],
  ['api', HOUR_MS],
  ['api', -HOUR_MS],
  ['api', DAY_MS],
  ['api', -DAY_MS],
] as const;

const WITHOUT = FAKETIME === undefined ? ' (left out: libfaketime is not installed here)' : '';

/**
 * Requirements §3.4, §4.6, §5.3, §5.5, §7.6, §10.8 and architecture §2.2: PostgreSQL and Temporal say what time it is. Temporal's clock
 * cannot be played with, because libfaketime does not reach a Go program.
 */
describe.skipIf(FAKETIME === undefined)(`clocks that jump, and the very instant${WITHOUT}`, () => {
  let world: World;
  let clocks: Readonly<Record<'api' | 'worker' | 'postgres', FakeClock>>;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    const folder = await makeTemporaryFolder('clocks');
    clocks = { api: aFakeClock(folder, 'api'), worker: aFakeClock(folder, 'worker'), postgres: aFakeClock(folder, 'postgres') };
    // Nor may it matter where a machine believes to be.
    const own = {
      api: { ...clocks.api.env, TZ: 'Pacific/Kiritimati' },
      worker: { ...clocks.worker.env, TZ: 'America/Los_Angeles' },
      postgres: { ...clocks.postgres.env, TZ: 'Asia/Ho_Chi_Minh' },
    };
    world = await openWorld('time', { SMS_TPS: '40' }, own);
  }, HOOK_TIMEOUT_MS);
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => Object.values(clocks).forEach((clock) => clock.setWrong(0)));

  test('the clocks of worker and api jump by hours and days: all are told once, none early, and every inquiry is answered', async () => {
    const evening = await anEvening(world, { count: 36, spreadS: 14 });
    const guests: Citizen[] = [];
    await sleep(evening.at - Date.now());
    for (const [name, byMs] of JUMPS) {
      clocks[name].setWrong(byMs);
      const phaseOver = sleep(1500);
      guests.push(await aVisit(world, name === 'api' ? byMs : 0));
      await phaseOver;
      clocks[name].setWrong(0);
    }
    await toldOnceAndNotEarly(world, evening);
    expect(await hoursByWhichTheWorkerWasWrong(world)).toEqual(new Set([0, 1, -1, 24, -24, 48]));
    for (const { code, phone } of guests) expect(await world.textsTo(phone)).toEqual([M1(code)]);
  });

  test('worker, api and Temporal, each killed a moment before the instant and back a moment after it: told once, none early', async ({
    annotate,
  }) => {
    const first = await anEvening(world, { count: 8, spreadS: 0 });
    const second = await anEvening(world, { count: 8, spreadS: 0 }, first.at + 3000);
    for (const [evening, names] of [
      [first, ['worker']],
      [second, ['api', 'temporal']],
    ] as const) {
      await sleep(evening.at - 300 - Date.now());
      await Promise.all(names.map((name) => killAndRestart(world.children[name], 500)));
      const lastMs = await toldOnceAndNotEarly(world, evening);
      await annotate(`${names.join(' and ')}: the last of 8 apologies left ${(lastMs / 1000).toFixed(1)} s after the instant`);
    }
  });

  test('requirements §10.11 a result recorded just before 17:30 leaves alone, and after one recorded later no apology leaves', async ({
    annotate,
  }) => {
    const evening = await anEvening(world, { count: 24, spreadS: 0 });
    await Promise.all(
      evening.citizens.map(async ({ code }, index) => {
        await sleep(evening.at - Date.now() - 250 + index * 15);
        expect((await world.progress(code, RESULT)).status).toBe(202);
      }),
    );
    const stories = await Promise.all(evening.citizens.map((citizen) => storyOf(world, citizen, evening)));
    const toldIf = (known: boolean) => stories.filter((story) => story.known === known).map(({ told }) => told);
    const wrong = {
      before: toldIf(true).filter((told) => told !== 'skipped: result'),
      after: toldIf(false).filter((told) => !['superseded: result', 'delivered: apology, result'].includes(told)),
    };
    expect(wrong).toEqual({ before: [], after: [] });
    const after = toldIf(false);
    await annotate(`${toldIf(true).length} recorded before the instant, ${after.length} at or after it: ${[...new Set(after)].join('; ')}`);
  });

  test('PostgreSQL’s clock goes a day ahead and back: no journal runs backwards, no notice waits for that day', async () => {
    const [ahead, after] = [await world.aDossier(), await world.aDossier()];
    clocks.postgres.setWrong(DAY_MS);
    expect((await world.progress(ahead.code, RESULT)).status).toBe(202);
    await eventually(async () => expect(await world.textsTo(ahead.phone)).toEqual([M1(ahead.code)]));
    clocks.postgres.setWrong(0);
    expect((await world.progress(after.code, RESULT)).status).toBe(202);
    expect((await world.progress(ahead.code, 'Thẩm định')).status).toBe(202);
    await eventually(async () => expect(await world.textsTo(after.phone)).toEqual([M1(after.code)]));
    clocks.postgres.setWrong(-DAY_MS);
    expect((await world.event(after.code, { type: 'close', outcome: 'handed_over' })).status).toBe(202);
    for (const [{ code }, days] of [
      [ahead, [0, 1, 1]],
      [after, [0, 0, 0]],
    ] as const)
      expect(await daysFromNow(world, code)).toEqual(days);
  });

  test('everything is down at 17:30: then those without a result are told with the right date, and what is over is missed', async () => {
    const [yesterday, theDayBefore] = [-1, -2].map((days) => wallClock(days * DAY_MS).date);
    const due = wallClock().date;
    const dossier = (day: string | undefined, dueDate: string | undefined) =>
      world.aDossier({ receivedAt: `${day}T08:00:00+07:00`, dueDate, step: 'Thẩm định' });
    const itIs = (day: string | undefined, time: string) => clocks.postgres.setWrong(Date.parse(`${day}T${time}+07:00`) - Date.now());

    await Promise.all([world.children.temporal.kill(), world.children.worker.kill()]);
    itIs(theDayBefore, '17:29:00');
    const over = await dossier(theDayBefore, yesterday);
    itIs(yesterday, '17:29:00');
    const [waiting, ready, soonReady] = [await dossier(yesterday, due), await dossier(yesterday, due), await dossier(yesterday, due)];
    const [redated, redatedLate] = [await dossier(yesterday, tomorrow()), await dossier(yesterday, tomorrow())];
    await world.progress(ready.code, RESULT);
    await world.event(redated.code, { type: 'reschedule', dueDate: due, reason: 'correction' });
    itIs(yesterday, '18:00:00');
    await world.progress(soonReady.code, RESULT);
    await world.event(redatedLate.code, { type: 'reschedule', dueDate: due, reason: 'correction' });
    await Promise.all([world.children.api.kill(), world.children.postgres.kill()]);
    clocks.postgres.setWrong(0);
    await world.allUp();

    const told = { [waiting.code]: M3(waiting.code, due), [redated.code]: M3(redated.code, due) };
    const results = { [ready.code]: M1(ready.code), [soonReady.code]: M1(soonReady.code) };
    for (const { code, phone } of [waiting, redated, ready, soonReady])
      await eventually(async () => expect(await world.textsTo(phone)).toEqual([told[code] ?? results[code]]), 30_000);
    const apologies = async ({ code }: Citizen) =>
      (await world.noticesOf(code)).flatMap(({ kind, ...of }: Notice) => (kind === 'apology' ? [`${of.status} ${of.reason}`] : []));
    await eventually(async () => expect(await apologies(over)).toEqual(['missed due_date_over']));
    await eventually(async () => expect(await apologies(ready)).toEqual(['skipped result_ready']));
    await eventually(async () => expect(await apologies(soonReady)).toEqual(['superseded result_ready']));
    expect(await apologies(redatedLate)).toEqual([]);
    for (const { phone } of [over, redatedLate]) expect(await world.textsTo(phone)).toEqual([]);
    const troubled = await world.list('/v1/dossiers?problem=missed');
    expect(troubled.map(({ receiptCode, onTime }) => [receiptCode, onTime])).toEqual([[over.code, 'Trễ hạn']]);
  });

  test('after all of it, no telephone got a text twice and the journal is whole', async () => {
    const accepted = (await world.handovers()).filter(({ outcome }) => outcome === 'accepted').map(({ to, text }) => `${to} ${text}`);
    expect(accepted.toSorted()).toEqual([...new Set(accepted)].toSorted());
    expect((await world.get('/v1/audit', 'auditor')).body).toMatchObject({ ok: true, brokenAt: null });
  });
});

type Notice = { readonly kind: string; readonly status: string; readonly reason: string | null };
type Evening = { readonly citizens: readonly Citizen[]; readonly at: number; readonly due: string };

/** From now to the instant; the longer ones are for a slow moment of the machine. */
const EVENING_IN_MS = [6000, 20_000, 60_000] as const;

/** Registers dossiers due tomorrow at an api of their own; their apologies leave from `at` on, and without it soon. */
async function anEvening(world: World, { count, spreadS }: { count: number; spreadS: number }, at?: number): Promise<Evening> {
  for (const inMs of EVENING_IN_MS) {
    const { date, time } = wallClock(at === undefined ? inMs : Math.max(at - Date.now(), inMs));
    const evening = { at: Date.parse(`${date}T${time}+07:00`), due: tomorrow() };
    await using api = await world.startApi({ APOLOGY_TIME: time, APOLOGY_SPREAD: `${spreadS}s` });
    const citizens: Citizen[] = [];
    await forEachAtOnce(Array(count).keys(), 8, async () => {
      citizens.push(await world.aDossier({ dueDate: evening.due, step: 'Thẩm định' }, api.url));
    });
    if (Date.now() < evening.at - 1000) return { ...evening, citizens };
  }
  throw new Error(`expected ${count} registrations within ${EVENING_IN_MS.at(-1)} ms: this machine is too slow`);
}

/** @returns how long after the evening's beginning the last one left, milliseconds */
async function toldOnceAndNotEarly(world: World, { citizens, at, due }: Evening): Promise<number> {
  for (const { code, phone } of citizens) await eventually(async () => expect(await world.textsTo(phone)).toEqual([M3(code, due)]), 60_000);
  const handovers = (await world.handovers()).filter(({ outcome }) => outcome === 'accepted');
  const leftAt = new Map(handovers.map(({ id, at }) => [id, Date.parse(at)]));
  const early: string[] = [];
  await forEachAtOnce(citizens, 8, async ({ code }) => {
    const { body } = await world.get(`/v1/dossiers/${code}`);
    if (!((leftAt.get(`${code}/apology/${due}`) ?? 0) >= Date.parse(body.apologyAt))) early.push(code);
    const settled = expect.stringMatching(/^(sent|delivered)$/);
    await eventually(async () => expect(await world.noticesOf(code)).toMatchObject([{ kind: 'apology', status: settled, attempts: 1 }]));
  });
  expect(early).toEqual([]);
  return Math.max(...citizens.map(({ code }) => (leftAt.get(`${code}/apology/${due}`) ?? 0) - at));
}

/** Whether the journal knew of the result before the instant, what became of the apology, and what the telephone got. */
async function storyOf(world: World, { code, phone }: Citizen, { at, due }: Evening) {
  const names = new Map([
    [M1(code), 'result'],
    [M3(code, due), 'apology'],
  ]);
  return eventually(async () => {
    const { events, notices } = (await world.get(`/v1/dossiers/${code}/timeline`, 'auditor')).body;
    const [apology] = notices.filter(({ kind }: Notice) => kind === 'apology');
    const texts = (await world.textsTo(phone)).map((text) => names.get(text));
    expect([texts.at(-1), apology.status]).toEqual(['result', expect.stringMatching(/^(skipped|superseded|delivered)$/)]);
    return { known: Date.parse(events[1].recordedAt) < at, told: `${apology.status}: ${texts.join(', ')}` };
  }, 60_000);
}

/** One citizen's whole business at an api whose clock is wrong by so much: taken in, told, answered; the gateway's receipt is taken. */
async function aVisit(world: World, apiIsWrongByMs: number): Promise<Citizen> {
  await eventually(async () => {
    const shown = Date.parse((await world.get('/healthz')).headers.get('date') ?? ''); // up to a second old
    expect(Math.abs(shown - Date.now() - apiIsWrongByMs)).toBeLessThan(MINUTE_MS);
  });
  const citizen = await world.aDossier({ dueDate: wallClock().date });
  const { code, phone } = citizen;
  const from = (inMs: number) => ({ type: 'progress', step: RESULT, occurredAt: new Date(Date.now() + inMs).toISOString() });
  expect((await world.event(code, from(6 * MINUTE_MS))).status).toBe(422);
  expect((await world.event(code, from(0))).status).toBe(202);
  expect((await world.inquire(`MCKH ${code}`)).body).toMatchObject({ reply: M4(code, RESULT, 'Đúng hạn'), charge: true });
  await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]));
  await eventually(async () => expect(await world.noticesOf(code)).toMatchObject([{ kind: 'result', status: 'delivered', attempts: 1 }]));
  return citizen;
}

/** By the worker's own log, against the hour at which the network got each message. */
async function hoursByWhichTheWorkerWasWrong(world: World): Promise<ReadonlySet<number>> {
  const receivedAt = new Map((await world.handovers()).map(({ id, at }) => [id, Date.parse(at)]));
  const lines = world.children.worker
    .log()
    .split('\n')
    .filter((line) => line.includes('notice_handed_over'));
  const logged: readonly { readonly key: string; readonly time: number }[] = lines.map((line) => JSON.parse(line));
  return new Set(logged.map(({ key, time }) => Math.round((time - (receivedAt.get(key) ?? 0)) / HOUR_MS) + 0));
}

/** When each entry of its journal was recorded, in days from now; and that they follow each other. */
async function daysFromNow(world: World, code: string): Promise<readonly number[]> {
  const { events } = (await world.get(`/v1/dossiers/${code}/timeline`, 'auditor')).body;
  const recorded: readonly string[] = events.map(({ recordedAt }: { recordedAt: string }) => recordedAt);
  expect(recorded).toEqual(recorded.toSorted());
  return recorded.map((instant) => Math.round((Date.parse(instant) - Date.now()) / DAY_MS) + 0);
}
