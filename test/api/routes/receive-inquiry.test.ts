import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_DATABASE, openApi, type Api } from '../../support/api.ts';

const M4 = (code: string, step: string, verdict: string) =>
  `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước ${step}, trạng thái hồ sơ: ${verdict}`;
const UNKNOWN = (code: string) =>
  `Không tìm thấy hồ sơ có mã số biên nhận ${code}. Vui lòng kiểm tra lại mã trên Giấy biên nhận hồ sơ và hẹn trả kết quả`;
const SYNTAX = 'Tin nhắn sai cú pháp. Soạn: MCKH <Mã số biên nhận> gửi 8083. Ví dụ: MCKH 0101701234';
const BUSY = 'Hệ thống đang bận, chưa trả lời được tin nhắn của quý ông/bà. Tin nhắn này không bị tính phí, vui lòng gửi lại sau ít phút';

let api: Api;
let next = 1;
/** A number that never asked before. */
const newNumber = () => `8491${String(next++).padStart(7, '0')}`;
const ask = (text: string, id?: string) => api.inquire(text, { from: newNumber(), ...(id === undefined ? {} : { id }) });

beforeAll(async () => {
  api = await openApi();
  const received = { receivedAt: '2017-03-10T08:00:00+07:00', dueDate: '2017-03-15' };
  await api.register({ receiptCode: '0101701234', step: 'Thẩm định', receivedAt: '2017-11-20T08:00:00Z', dueDate: '2099-03-15' });
  await api.register({ receiptCode: '0101701235', step: 'Thẩm định', ...received });
  await api.register({ receiptCode: 'SAME-DAY-1', procedure: { code: 'P', name: 'Trong ngày', sameDay: true }, dueDate: '2099-03-15' });
  for (const outcome of ['handed_over', 'withdrawn', 'rejected']) {
    await api.register({ receiptCode: `END-01-${outcome.toUpperCase().replaceAll('_', '-')}`, ...received });
    await api.event(`END-01-${outcome.replaceAll('_', '-')}`, { type: 'close', outcome, occurredAt: '2017-03-14T08:00:00+07:00' });
  }
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §7.1, §7.3 and §11.5: any dossier is answered with M4, byte for byte', () => {
  test.each([
    ['in time', 'MCKH 0101701234', M4('0101701234', 'Thẩm định', 'Đúng hạn')],
    ['in other spelling', 'mckh0101701234 a', M4('0101701234', 'Thẩm định', 'Đúng hạn')],
    ['late', 'MCKH 0101701235', M4('0101701235', 'Thẩm định', 'Trễ hạn')],
    ['of a same-day procedure', 'MCKH same-day-1', M4('SAME-DAY-1', 'Tiếp nhận', 'Đúng hạn')],
    ['handed over', 'MCKH END01HANDEDOVER', M4('END-01-HANDED-OVER', 'Trả kết quả', 'Đúng hạn')],
    ['withdrawn', 'MCKH END-01-WITHDRAWN', M4('END-01-WITHDRAWN', 'Đã rút hồ sơ', 'Đúng hạn')],
    ['rejected', 'MCKH END-01-REJECTED', M4('END-01-REJECTED', 'Từ chối giải quyết', 'Đúng hạn')],
  ])('%s', async (_what, text, reply) => {
    const answer = await ask(text, `mo-${next}`);
    expect([answer.status, answer.body]).toEqual([200, { id: `mo-${next - 1}`, reply, charge: true, outcome: 'answered' }]);
    expect(Buffer.from(answer.body.reply)).toEqual(Buffer.from(reply.normalize('NFC')));
  });

  test('two codes are answered in one message, for one charge', async () => {
    const reply = `${M4('0101701235', 'Thẩm định', 'Trễ hạn')}\n${M4('0101701234', 'Thẩm định', 'Đúng hạn')}`;
    expect((await ask('MCKH 0101701235 0101701234')).body).toMatchObject({ reply, charge: true, outcome: 'answered' });
  });

  test('a known one beside an unknown one', async () => {
    const reply = `${M4('0101701234', 'Thẩm định', 'Đúng hạn')}\n${UNKNOWN('9999999999')}`;
    expect((await ask('MCKH 0101701234 9999999999')).body).toMatchObject({ reply, charge: true, outcome: 'answered' });
  });

  test('its source, its instant and its dossier are recorded', async () => {
    await ask('MCKH 0101701234 0101701235', 'mo-source');
    const rows = await api.database
      .sql`select source, answered_at is not null as at, code_keys, charge from inquiries where id = 'mo-source'`;
    expect([...rows]).toEqual([{ source: 'journal', at: true, code_keys: ['0101701234', '0101701235'], charge: true }]);
  });
});

describe('requirements §7.5: anything else is not charged', () => {
  test.each([
    ['an unknown code', 'MCKH 9999999999', 'unknown', UNKNOWN('9999999999')],
    ['two unknown codes', 'MCKH 9999999999 8888888888', 'unknown', `${UNKNOWN('9999999999')}\n${UNKNOWN('8888888888')}`],
    ['no code', 'MCKH', 'syntax', SYNTAX],
    ['a greeting', 'xin chào', 'syntax', SYNTAX],
    ['nothing', '', 'syntax', SYNTAX],
  ])('%s', async (_what, text, outcome, reply) => {
    expect((await ask(text)).body).toMatchObject({ reply, charge: false, outcome });
  });

  test.each([
    ['a short code', '8083', 'MCKH 0101701234'],
    ['another short code', '195', 'MCKH 0101701234'],
    ['a name', 'VIETTEL', 'MCKH 0101701234'],
    ['a receipt', '84912345678', 'id:123 sub:001 dlvrd:001 stat:DELIVRD err:000 text:MCKH 0101701234'],
    ['a reaction', '84912345678', 'Liked "TB: Hồ sơ …"'],
    ['a reaction to an answer', '84912345678', `Đã thích “${M4('0101701234', 'Thẩm định', 'Đúng hạn')}”`],
    ['an echo of an answer', '84912345678', M4('0101701234', 'Thẩm định', 'Đúng hạn').toUpperCase()],
    ['an echo of a notice', '84912345678', 'TB: ho so cua quy ong/ba (MS: 0101701234) can bo sung theo quy dinh.'],
    ['an echo of our help', '84912345678', SYNTAX.replace('9999999999', '0101701234')],
    ['an echo of an unknown code', '84912345678', UNKNOWN('0101701234')],
  ])('requirements §7.8: %s is never answered', async (_who, from, text) => {
    const { body } = await api.inquire(text, { from });
    expect(body).toMatchObject({ reply: null, charge: false, outcome: 'ignored' });
  });

  test.each([
    ['a NUL', 'MCKH \u00000101701234', 'answered'],
    ['half a surrogate pair', '\ud800MCKH 0101701234\udc00', 'syntax'],
    ['nothing but half of one', '\ud83d', 'syntax'],
    ['pictures', '😀 MCKH 0101701234 😀👨‍👩‍👧', 'answered'],
    ['SQL', "MCKH 0101701234'; drop table inquiries; --", 'answered'],
    ['60,000 letters', `MCKH 0101701234 ${'a'.repeat(60_000)}`, undefined],
    ['20,000 digits', `MCKH ${'1'.repeat(20_000)}`, undefined],
    ['5,000 codes', `MCKH ${'1234567890 '.repeat(5_000)}`, undefined],
    ['5,000 letters that may be digits', `MCKH ${'OIl0'.repeat(5_000)}`, undefined],
    ['marks without end', `MCKH 0101701234${'\u0301'.repeat(20_000)}`, undefined],
  ])('requirements §7.2: a text with %s does no harm', async (_what, text, outcome) => {
    const answer = await ask(text);
    expect(answer).toMatchObject({ status: 200, body: { outcome: outcome ?? expect.any(String) } });
    expect(answer.body.charge).toBe(answer.body.outcome === 'answered');
  });

  test('a text of 100 kB is refused', async () => {
    expect(await ask('x'.repeat(100_000))).toMatchObject({ status: 413, body: { code: 'too_large' } });
  });
});

test.each([
  ['MCKH 0101701234', 'Ho so cua quy ong/ba (MS: 0101701234) hien dang o buoc Tham dinh, trang thai ho so: Dung han'],
  ['MCKH', 'Tin nhan sai cu phap. Soan: MCKH <Ma so bien nhan> gui 8083. Vi du: MCKH 0101701234'],
  [
    'MCKH 9999999999',
    'Khong tim thay ho so co ma so bien nhan 9999999999. Vui long kiem tra lai ma tren Giay bien nhan ho so va hen tra ket qua',
  ],
])('requirements §2: with SMS_ENCODING=ascii %s is answered in plain letters, and kept as it is written', async (text, reply) => {
  await using ascii = await openApi({ SMS_ENCODING: 'ascii' }, undefined, api.databaseUrl);
  const [unicode, from] = [(await ask(text)).body, newNumber()];
  for (const id of [`ascii-${from}`, `ascii-${from}`])
    expect((await ascii.inquire(text, { id, from })).body).toEqual({ ...unicode, id, reply });
  const [kept] = await api.database.sql`select reply from inquiries where id = ${`ascii-${from}`}`;
  expect(kept).toEqual({ reply: unicode.reply });
});

test('requirements §2: with SMS_ENCODING=ascii too_many, busy and a step with look-alikes are plain, too', async () => {
  await using ascii = await openApi({ SMS_ENCODING: 'ascii', INQUIRY_LIMIT: '1/1m' });
  await ascii.register({ receiptCode: '0101701236', step: '\u00d0ang th\u1ea9m \u0111\u1ecbnh \u0189\u1ee3t 1' });
  expect((await ascii.inquire('MCKH 0101701236')).body.reply).toContain('hien dang o buoc Dang tham dinh Dot 1, trang thai');
  expect((await ascii.inquire('MCKH')).body.reply).toBe('Quy ong/ba da tra cuu qua nhieu lan trong thoi gian ngan. Vui long thu lai sau');
  await using dead = await openApi({ SMS_ENCODING: 'ascii' }, undefined, NO_DATABASE);
  expect((await dead.inquire('MCKH 0101701236')).body.reply).toBe(
    'He thong dang ban, chua tra loi duoc tin nhan cua quy ong/ba. Tin nhan nay khong bi tinh phi, vui long gui lai sau it phut',
  );
});

test.each([
  ['nobody', { from: '' }],
  ['no id', { id: '' }],
  ['an endless id', { id: 'x'.repeat(201) }],
])('an inquiry of %s is refused and not stored', async (_what, some) => {
  const before = await api.count('inquiries');
  expect(await api.inquire('MCKH 0101701234', some)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  expect(await api.count('inquiries')).toBe(before);
});

test('requirements §7.6: without a database the answer is "busy", at once and free of charge', async () => {
  await using dead = await openApi({}, undefined, NO_DATABASE);
  const started = performance.now();
  for (const id of ['mo-1', 'mo-2', 'mo-3'])
    expect(await dead.inquire('MCKH 0101701234', { id })).toMatchObject({
      status: 200,
      body: { id, reply: BUSY, charge: false, outcome: 'busy' },
    });
  expect(performance.now() - started).toBeLessThan(3 * 500);
});
