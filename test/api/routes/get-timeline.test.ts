import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent } from '../../../src/db/notices.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { dateOf, instantAt, plusDays, printDate } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

const now = instantAt(Date.now());
const today = dateOf(now);
const later = plusDays(today, 5);
const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function explained(registration: object, events: readonly object[] = []) {
  const receiptCode = `WHY-${String(next++).padStart(4, '0')}`;
  await api.register({ receiptCode, ...registration });
  for (const event of events) expect((await api.event(receiptCode, event)).status).toBe(202);
  return async () => {
    const { explanation } = (await api.get(`/v1/dossiers/${receiptCode}/timeline`, 'auditor')).body;
    return { receiptCode, explanation: explanation as { about: string; rule: string; decidedAt: string | null; text: string }[] };
  };
}

describe('requirements §8.7 an auditor reads, in Vietnamese, the rule and the reason', () => {
  const counter = { type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
  const past = '2017-03-15T08:00:00+07:00';
  test.each([
    [
      'an apology whose time has not come',
      { dueDate: later, phone: '0905123456' },
      [],
      '§5.3',
      /^Tin xin lỗi cho ngày hẹn .*: chưa đến giờ \(17:3\d:\d\d ngày/,
    ],
    ['an apology for nobody', { dueDate: later }, [], '§5.4', /: sẽ không gửi nếu đến 17:3\d:\d\d ngày .*: hồ sơ không có số điện thoại/],
    ['no due date', {}, [], '§5.3', /hồ sơ không có ngày hẹn trả kết quả/],
    ['a same-day procedure', { dueDate: later, procedure: { ...procedure, sameDay: true } }, [], '§5.3', /giải quyết ngay trong ngày/],
    ['a date that came too late', { dueDate: '2017-03-17', receivedAt: past }, [], '§5.3', /sau giờ xin lỗi của ngày đó/],
    ['a closed dossier', { dueDate: later }, [{ type: 'close', outcome: 'withdrawn' }], '§5.3', /hồ sơ đã kết thúc/],
    ['on time so far', { dueDate: later }, [], '§6.1', new RegExp(`^Đúng hạn: .* ${printDate(later)}, chưa qua ngày hẹn`)],
    ['late so far', { dueDate: '2017-03-17', receivedAt: past }, [], '§6.1', /^Trễ hạn: .* 17\/03\/2017, đã qua ngày hẹn/],
    [
      'late for ever',
      { dueDate: '2017-03-17', receivedAt: past },
      [{ type: 'progress', step: 'Trả kết quả', occurredAt: '2017-03-18T08:00:00+07:00' }],
      '§6.2',
      /^Trễ hạn: hồ sơ đến bước “Trả kết quả” ngày 18\/03\/2017, .* 17\/03\/2017; không thay đổi nữa/,
    ],
    [
      'on time for ever',
      { dueDate: '2017-03-17', receivedAt: past },
      [{ type: 'progress', step: 'Trả kết quả', occurredAt: '2017-03-17T23:59:59+07:00' }],
      '§6.2',
      /^Đúng hạn: .*17\/03\/2017/,
    ],
    ['a stopped clock', { dueDate: later }, [counter], '§6.4', /^Đúng hạn: thời hạn tạm dừng từ ngày/],
    ['no date to be late by', {}, [], '§6.4', /^Đúng hạn: hồ sơ không có ngày hẹn/],
  ] as const)('%s', async (_what, registration, events, rule, text) => {
    const { explanation } = await (await explained(registration, events))();
    expect(explanation).toContainEqual({
      about: expect.any(String),
      rule,
      decidedAt: expect.toBeOneOf([null, expect.any(String)]),
      text: expect.stringMatching(text),
    });
    expect(explanation.at(-1)?.about).toBe('on_time');
  });

  test.each([
    ['a result that was sent', { kind: 'result', round: 1 }, null, '§5.1', /^Tin báo kết quả lần 1: .*“Trả kết quả”; đã gửi lúc/],
    ['no phone', { kind: 'supplement', round: 1 }, ['skipped', 'no_phone'], '§5.4', /lần 1: .*không gửi: hồ sơ không có số điện thoại/],
    ['a result that went away', { kind: 'result', round: 2 }, ['superseded', 'left_result_step'], '§5.1', /thôi gửi: hồ sơ đã rời/],
    ['a missed apology', { kind: 'apology', dueDate: later }, ['missed', 'due_date_over'], '§5.3', /đã lỡ: ngày hẹn đã hết \(24:00\)/],
  ] as const)('%s', async (_what, notice: Notice, end, rule, text) => {
    const read = await explained({ dueDate: later, phone: '0905123456' });
    const { receiptCode } = await read();
    const entry = {
      receiptCode: code(receiptCode),
      notice,
      text: 'TB',
      segments: 1,
      encoding: 'unicode' as const,
      cost: null,
      decidedAt: now,
      dueAt: now,
    };
    const key = noticeKey(entry.receiptCode, notice);
    if (end) await recordNotSent(api.database, entry, end[0], end[1]);
    else {
      await claimNotice(api.database, entry, 'plain', null);
      await settleSent(api.database, key, 'plain', 'm1');
    }
    const { explanation } = await read();
    expect(explanation).toContainEqual({ about: key, rule, decidedAt: now, text: expect.stringMatching(text) });
    expect(explanation.filter(({ about }) => about === key)).toHaveLength(1);
  });
});
