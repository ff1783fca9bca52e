import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDossier(): Promise<string> {
  const receiptCode = `EXP-${String(next++).padStart(4, '0')}`;
  expect((await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00' })).status).toBe(201);
  return receiptCode;
}

const progress = (step: string) => ({ type: 'progress', step });
const reschedule = (dueDate: string, reason = 'reappointment') => ({ type: 'reschedule', dueDate, reason });
const codesOf = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

describe('contract §2 an event is recorded only when nothing came since its sender saw the dossier', () => {
  test('the number of the last event is taken, another is refused', async () => {
    const code = await aDossier();
    expect((await api.event(code, { ...progress('A'), expectedSeq: 0 })).status).toBe(202);
    for (const expectedSeq of [0, 2, 2_147_483_647])
      expect(await api.event(code, { ...progress('B'), expectedSeq })).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    expect((await api.event(code, { ...progress('B'), expectedSeq: 1 })).status).toBe(202);
    expect((await api.get(`/v1/dossiers/${code}`)).body).toMatchObject({ step: 'B', events: 2 });
  });

  test('the check for a repeated id comes first', async () => {
    const code = await aDossier();
    const event = { eventId: 'e1', ...progress('A'), expectedSeq: 0 };
    const first = await api.event(code, event);
    const again = await api.event(code, event);
    expect([first.status, again.status, again.body]).toEqual([202, 200, first.body]);
    expect(await api.event(code, { ...event, step: 'B' })).toMatchObject({ status: 409, body: { code: 'event_conflict' } });
  });

  test('it comes before the close', async () => {
    const code = await aDossier();
    await api.event(code, { type: 'close', outcome: 'withdrawn' });
    const asSeen = (expectedSeq: number) => api.event(code, { ...progress('A'), expectedSeq });
    expect([(await asSeen(0)).body.code, (await asSeen(1)).body.code]).toEqual(['changed_meanwhile', 'dossier_closed']);
  });

  test('of ten who saw the same, one is taken', async () => {
    const code = await aDossier();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => api.event(code, { ...progress(`B${i}`), expectedSeq: 0 })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, ...Array.from({ length: 9 }, () => 409)]);
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, 'changed_meanwhile']));
  });

  test.each([-1, 1.5, 2_147_483_648, '1', null])('%j is no number of an event', async (expectedSeq) => {
    const { status, body } = await api.event(await aDossier(), { ...progress('A'), expectedSeq });
    expect([status, body.errors[0].path]).toEqual([422, 'expectedSeq']);
  });
});

describe('requirements §4.10 the law allows one re-appointment', () => {
  test('a second one is accepted with a warning, and its repetition says the same', async () => {
    const code = await aDossier();
    expect(codesOf((await api.event(code, reschedule('2027-12-01', 'correction'))).body)).toEqual([]);
    const first = { eventId: 'first', ...reschedule('2027-12-02') };
    expect(codesOf((await api.event(code, first)).body)).toEqual([]);
    expect(codesOf((await api.event(code, reschedule('2027-12-03', 'supplement'))).body)).toEqual([]);
    const second = { eventId: 'second', ...reschedule('2027-12-04') };
    for (const status of [202, 200]) {
      const answer = await api.event(code, second);
      expect([answer.status, codesOf(answer.body)]).toEqual([status, ['reappointed_before']]);
    }
    expect(codesOf((await api.event(code, first)).body)).toEqual([]);
    expect((await api.get(`/v1/dossiers/${code}`)).body.dueDate).toBe('2027-12-04');
  });

  test('of several at once all but the first are warned', async () => {
    const code = await aDossier();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => api.event(code, reschedule(`2027-12-0${i + 1}`))));
    const bySeq = answers.map(({ body }) => body).toSorted((left, right) => left.seq - right.seq);
    expect(bySeq.map(codesOf)).toEqual([[], ...Array.from({ length: 5 }, () => ['reappointed_before'])]);
  });
});
