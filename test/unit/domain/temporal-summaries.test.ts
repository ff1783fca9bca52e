import { describe, expect, test } from 'vitest';
import {
  apologySummary,
  ARCHIVE_SUMMARY,
  dossierSummary,
  handOverSummary,
  notSentSummary,
  receiptSummary,
  REPLY_SUMMARY,
} from '../../../src/domain/temporal-summaries.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { aRegistration, at, code, day } from '../../support/dossiers.ts';

const RESULT = { kind: 'result', round: 1 } as const;
const APOLOGY = { kind: 'apology', dueDate: day('2026-11-27') } as const;

describe('requirements §8.3 a dossier in one line', () => {
  const named = (name: string): Partial<Registration> => ({ procedure: { code: 'P', name, sameDay: false } });

  test.each<[Partial<Registration>, string]>([
    [{}, '0101701234 · Thẩm định giá · hẹn lần đầu 27/11/2026'],
    [{ dueDate: null }, '0101701234 · Thẩm định giá · không có ngày hẹn'],
    [named('Cấp *mới* <b>'), '0101701234 · Cấp \\*mới\\* \\<b\\> · hẹn lần đầu 27/11/2026'],
    [named('a'.repeat(70)), `0101701234 · ${'a'.repeat(70)} · hẹn lần đầu 27/11/2026`],
    [named('Thủ tục '.repeat(60)), `0101701234 · ${'Thủ tục '.repeat(8)}Thủ t… · hẹn lần đầu 27/11/2026`],
  ])('%o', (some, summary) => expect(dossierSummary(aRegistration(some))).toBe(summary));

  test.each(['𝒲', '\\', '"', 'ệ'])('is never longer than Temporal takes, which counts bytes: %s', (letter) => {
    const summary = dossierSummary(aRegistration({ receiptCode: code('A'.repeat(30)), ...named(letter.repeat(500)) }));
    const sizeOfForm = 27; // of a JSON payload in the protocol: its encoding and its two lengths
    expect(Buffer.byteLength(JSON.stringify(summary)) + sizeOfForm).toBeLessThanOrEqual(400);
  });
});

test.each([
  [apologySummary(at('2026-11-26 17:30:17')), '17:30:17 26/11/2026: xin lỗi nếu chưa có kết quả'],
  [apologySummary(at('2026-11-26 00:00:01')), '00:00:01 26/11/2026: xin lỗi nếu chưa có kết quả'],
  [handOverSummary(RESULT), 'M1 báo kết quả lần 1'],
  [handOverSummary(RESULT, { nth: 1, by: 'policy' }), 'M1 báo kết quả lần 1, gửi lại vì không rõ lần trước đã đến cổng chưa'],
  [handOverSummary(APOLOGY, { nth: 2, by: 'operator' }), 'M3 xin lỗi cho ngày hẹn 27/11/2026, người vận hành gửi lại'],
  [
    notSentSummary(APOLOGY, { call: 'skipped', reason: 'result_ready' }),
    'M3 xin lỗi cho ngày hẹn 27/11/2026: không gửi, hồ sơ đã ở bước “Trả kết quả”',
  ],
  [notSentSummary(RESULT, { call: 'superseded', reason: 'closed' }), 'M1 báo kết quả lần 1: thôi gửi, hồ sơ đã kết thúc'],
  [
    notSentSummary(RESULT, { call: 'technical_failure', reason: 'out_of_time' }),
    'M1 báo kết quả lần 1: lỗi kỹ thuật, đã thử trong 72 giờ mà không gửi được',
  ],
  [receiptSummary(RESULT), 'M1 báo kết quả lần 1: chờ báo phát, không có thì gửi lại'],
  [ARCHIVE_SUMMARY, 'Lưu hồ sơ đã kết thúc'],
  [REPLY_SUMMARY, 'Trả lời tin tra cứu'],
])('requirements §8.3 a timer or an activity in one line: %s', (summary, expected) => {
  expect(summary).toBe(expected);
});
