import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { openLog } from '../../../src/lib/log.ts';
import { openApi, type Api } from '../../support/api.ts';

const lines: string[] = [];
let api: Api;
let next = 1;
beforeAll(async () => {
  const log = Object.assign(openLog('trace', 'test'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
  api = await openApi({}, undefined, undefined, log);
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDossier(): Promise<string> {
  const receiptCode = `NOTE-${process.pid}-${next++}`;
  expect((await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00' })).status).toBe(201);
  return receiptCode;
}

const NOTE = 'Chờ chữ ký của lãnh đạo, trình lại sáng mai';
const noted = [
  { type: 'progress', step: 'Thẩm định' },
  { type: 'reschedule', dueDate: '2027-12-01', reason: 'reappointment' },
  { type: 'close', outcome: 'rejected' },
];
const timelineOf = async (receiptCode: string) => (await api.get(`/v1/dossiers/${receiptCode}/timeline`)).body.events;

describe('requirements §4.8 a note says why something was done', () => {
  test.each(noted)('it is a part of the event, and shown in the timeline: %j', async (event) => {
    const receiptCode = await aDossier();
    const sent = { eventId: 'e1', ...event, note: ` ${NOTE} ` };
    expect((await api.event(receiptCode, sent)).status).toBe(202);
    expect((await api.event(receiptCode, sent)).status).toBe(200);
    expect((await api.event(receiptCode, { ...sent, note: 'khác' })).body.code).toBe('event_conflict');
    expect((await timelineOf(receiptCode)).at(-1)).toMatchObject({ type: event.type, note: NOTE });
  });

  test.each([
    ['Hẹn lại vì anh Nam gọi 0905 123 456', 'telephone_number'],
    ['gọi +84.914.772.882', 'telephone_number'],
    ['máy bàn 0258 3822 123', 'telephone_number'],
    ['x'.repeat(301), 'too_long'],
    [' ', 'empty'],
    ['một\u0000hai', 'control_characters'],
  ])('%j is refused: %s', async (note, error) => {
    const receiptCode = await aDossier();
    for (const event of noted) {
      const { status, body } = await api.event(receiptCode, { ...event, note });
      expect([status, body.errors]).toMatchObject([422, [{ path: 'note', code: error }]]);
    }
    expect(await timelineOf(receiptCode)).toHaveLength(1);
  });

  test('the dossier’s own code is no telephone number, however it is written; that of another is', async () => {
    await api.register({ receiptCode: '0905123456' });
    const say = (receiptCode: string, note: string) => api.event(receiptCode, { type: 'progress', state: 'Chờ ký', note });
    expect((await say('0905123456', 'Giấy hẹn 0905123456 in lại, số 0905.123.456')).status).toBe(202);
    expect((await say('0905123456', 'nhầm với 0905123457')).status).toBe(422);
    expect((await say(await aDossier(), 'Giấy hẹn 0905123456')).status).toBe(422);
  });

  test.each([
    { type: 'contact', phone: null },
    { type: 'informed', notice: '0101701234/result/1', by: 'phone' },
  ])('other events take none: %j', async (event) => {
    const { status, body } = await api.event(await aDossier(), { ...event, note: NOTE });
    expect([status, body.errors]).toMatchObject([422, [{ path: 'note', code: 'unknown_field' }]]);
  });

  test('it is in no log', async () => {
    const receiptCode = await aDossier();
    for (const event of noted) expect((await api.event(receiptCode, { ...event, note: NOTE })).status).toBe(202);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toMatch(/chữ ký|anh Nam/);
  });
});
