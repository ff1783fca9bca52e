import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDossier(some: object = {}): Promise<string> {
  const receiptCode = `WARN-${String(next++).padStart(4, '0')}`;
  expect((await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00', ...some })).status).toBe(201);
  return receiptCode;
}

/** Sends an event twice: the repeated one is answered with the same warnings. */
async function warned(code: string, event: object): Promise<string[]> {
  const eventId = randomUUID();
  const first = await api.event(code, { eventId, ...event });
  const again = await api.event(code, { eventId, ...event });
  expect([first.status, again.status, again.body]).toEqual([202, 200, first.body]);
  return codesOf(first.body);
}

const codesOf = (body: { warnings: { code: string; message: string }[] }) => {
  for (const { message } of body.warnings) expect(message).toMatch(/\w/);
  return body.warnings.map(({ code }) => code);
};
const shown = async (code: string) => (await api.get(`/v1/dossiers/${code}`)).body;
const progress = (step: string, occurredAt?: string) => ({ type: 'progress', step, ...(occurredAt ? { occurredAt } : {}) });

describe('requirements §4.4 whoever sends what changes nothing is told', () => {
  const [at8, at9, at10] = ['2017-11-22T08:00:00Z', '2017-11-22T09:00:00Z', '2017-11-22T10:00:00Z'];

  test('a progress that is older than the one in force', async () => {
    const code = await aDossier();
    expect(await warned(code, progress('B', at9))).toEqual([]);
    expect(await warned(code, progress('A', at8))).toEqual(['older_than_in_force']);
    expect(await warned(code, progress('C', at9))).toEqual([]);
    expect(await warned(code, progress('D'))).toEqual([]);
    expect(await warned(code, progress('A', at8))).toEqual(['older_than_in_force']);
    expect(await warned(code, progress('E', at10))).toEqual([]);
    expect(await shown(code)).toMatchObject({ step: 'E', events: 6 });
    const { explanation } = (await api.get(`/v1/dossiers/${code}/timeline`)).body;
    const overtaken = explanation.filter(({ rule }: { rule: string }) => rule.endsWith('4.4'));
    expect(overtaken.map(({ about }: { about: string }) => about)).toEqual(['event/2', 'event/5']);
    expect(overtaken[0].text).toContain('không thay đổi hồ sơ; xảy ra lúc 15:00:00 ngày 22/11/2017');
  });

  test('a result with minutes only is no older than a step whose sender gave no instant', async () => {
    const code = await aDossier({ phone: '0905123456' });
    await api.event(code, progress('Thẩm định'));
    const minute = `${new Date().toISOString().slice(0, 16)}:00Z`;
    expect(await warned(code, progress('Trả kết quả', minute))).toEqual([]);
    expect(await shown(code)).toMatchObject({ step: 'Trả kết quả', resultAt: minute.replace('Z', '.000Z') });
  });

  test('a later answer to an earlier event says what was true when it was recorded', async () => {
    const code = await aDossier();
    const early = { eventId: 'early', ...progress('A', at8) };
    await api.event(code, early);
    await api.event(code, progress('B', at10));
    expect(codesOf((await api.event(code, early)).body)).toEqual([]);
  });

  test('what is no progress is never overtaken', async () => {
    const code = await aDossier();
    await api.event(code, progress('B', at10));
    expect(await warned(code, { type: 'contact', phone: '0905123457', occurredAt: at8 })).toEqual([]);
    expect(await warned(code, { type: 'reschedule', dueDate: '2027-12-01', reason: 'correction', occurredAt: at8 })).toEqual([]);
    expect(await warned(code, { type: 'close', outcome: 'withdrawn', occurredAt: at8 })).toEqual([]);
  });
});

describe('requirements §4.3 names', () => {
  test('are kept and shown as they were sent, and so is the timeline', async () => {
    const step = "UBND huyện Cư M'gar";
    const code = await aDossier({ step: `${step}\r\n`, procedure: { code: 'A', name: ' Cấp “sổ đỏ”\n', sameDay: false } });
    const sent = { type: 'progress', step: 'tra ket qua.\n', state: ' “Chờ\u200Bký” ' };
    expect(await warned(code, sent)).toEqual([]);
    expect(await shown(code)).toMatchObject({ step: 'Trả kết quả', state: '“Chờ\u200Bký”', procedure: { name: 'Cấp “sổ đỏ”' } });
    const [registered, moved] = (await api.get(`/v1/dossiers/${code}/timeline`)).body.events;
    expect([registered.step, moved.step, moved.state]).toEqual([step, 'tra ket qua.', '“Chờ\u200Bký”']);
  });

  test('that differ only in their ends or their form are the same content', async () => {
    const code = await aDossier();
    await api.event(code, { eventId: 'e1', ...progress('Thẩm định') });
    for (const step of ['Thẩm định\n', 'Thẩm định'.normalize('NFD'), '\uFEFFThẩm định '])
      expect((await api.event(code, { eventId: 'e1', ...progress(step) })).status).toBe(200);
  });

  test.each(['Thẩm\nđịnh', 'a\u0000', '\u0000a', '\u200B', '\u00AD\u2066', '\n'])(
    'a control character inside, or nothing to see, is refused: %j',
    async (step) => {
      const code = await aDossier();
      const { status, body } = await api.event(code, progress(step));
      expect([status, body.errors[0].path]).toEqual([422, 'step']);
    },
  );

  test.each([
    [{ step: 'Tr¶ kÕt qu¶' }, ['resembles_fixed_name']],
    [{ state: 'Chôø boå sung' }, ['resembles_fixed_name']],
    [{ step: 'Tra ket qua' }, []],
    [{ step: 'Thẩm định' }, []],
  ])('a step or state that resembles a fixed one is warned of: %j', async (names, warnings) => {
    const code = await aDossier();
    expect(await warned(code, { type: 'progress', ...names })).toEqual(warnings);
    expect(codesOf(await shown(code))).toEqual(warnings);
  });

  test('a registration at such a step is warned of, and so is its repetition', async () => {
    const some = { receiptCode: 'WARN-TCVN3', step: 'Tr¶ kÕt qu¶', phone: '024 3825 0000' };
    expect(codesOf((await api.register(some)).body)).toEqual(['phone_unusable', 'resembles_fixed_name']);
    await api.event(some.receiptCode, progress('Trả kết quả'));
    expect(codesOf((await api.register(some)).body)).toEqual(['phone_unusable', 'resembles_fixed_name']);
    expect(codesOf(await shown(some.receiptCode))).toEqual(['phone_unusable']);
  });
});

describe('requirements §4.7 the last 100 of 2,000 events are kept for what moves a dossier to its end', () => {
  const contact = { type: 'contact', phone: '0905123457' };
  const reschedule = { type: 'reschedule', dueDate: '2027-12-01', reason: 'correction' };
  const close = { type: 'close', outcome: 'handed_over' };
  const arrival = progress('tra ket qua');
  const state = { type: 'progress', state: 'Chờ ký' };

  test.each<readonly [events: number, event: object, isTaken: boolean]>([
    [1898, progress('Thẩm định'), true],
    [1899, progress('Thẩm định'), true],
    [1900, progress('Thẩm định'), false],
    [1899, state, true],
    [1900, state, false],
    [1999, state, false],
    ...[arrival, contact, reschedule, close].flatMap((event) => [
      [1899, event, true] as const,
      [1900, event, true] as const,
      [1998, event, true] as const,
    ]),
    ...[arrival, contact, reschedule].map((event) => [1999, event, false] as const),
    [1999, close, true],
    [2000, close, false],
  ])('after %d, %j is taken: %s', async (events, event, isTaken) => {
    const code = await aDossier();
    await api.database.sql`update dossiers set seq = ${events} where receipt_code = ${code}`;
    const { status, body } = await api.event(code, event);
    expect([status, body.seq ?? body.code]).toEqual(isTaken ? [202, events + 1] : [409, 'too_many_events']);
  });

  test('a sender that says the step again and again does not use them up, nor does one that is overtaken', async () => {
    const code = await aDossier();
    await api.event(code, progress('Trả kết quả', '2017-11-22T08:00:00Z'));
    await api.database.sql`update dossiers set seq = 1900 where receipt_code = ${code}`;
    expect((await api.event(code, progress('Trả kết quả'))).status).toBe(409);
    const other = await aDossier();
    await api.event(other, progress('Thẩm định', '2017-11-22T08:00:00Z'));
    await api.database.sql`update dossiers set seq = 1900 where receipt_code = ${other}`;
    expect((await api.event(other, progress('Trả kết quả', '2017-11-22T07:00:00Z'))).status).toBe(409);
    expect((await api.event(other, progress('Trả kết quả', '2017-11-22T09:00:00Z'))).status).toBe(202);
  });

  test('of ten arrivals at once only one is an arrival', async () => {
    const code = await aDossier();
    await api.database.sql`update dossiers set seq = 1950 where receipt_code = ${code}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.event(code, arrival)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
  });

  test('what was taken before is still the same, and the metric counts from 1,600 on', async () => {
    const code = await aDossier();
    const read = async () => Number(/^dossier_many_events_total (\d+)$/m.exec((await api.call('GET', '/metrics')).body)?.[1]);
    await api.event(code, { eventId: 'e1', ...progress('A') });
    const before = await read();
    await api.database.sql`update dossiers set seq = 1598 where receipt_code = ${code}`;
    await api.event(code, progress('B'));
    expect(await read()).toBe(before);
    await api.event(code, progress('C'));
    expect(await read()).toBe(before + 1);
    await api.database.sql`update dossiers set seq = 2000 where receipt_code = ${code}`;
    expect(await api.event(code, { eventId: 'e1', ...progress('A') })).toMatchObject({ status: 200, body: { seq: 1 } });
  });
});
