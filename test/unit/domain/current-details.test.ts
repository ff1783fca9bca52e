import { describe, expect, test } from 'vitest';
import { currentDetails, type Fate } from '../../../src/domain/current-details.ts';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { aDossier, aRegistration } from '../../support/dossiers.ts';

const STOPPED = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
const RESULT = { step: 'Trả kết quả', at: '2026-11-28 09:00' };
const SAME_DAY = { procedure: { ...aRegistration().procedure, sameDay: true } };
const WITHOUT_DATE = { dueDate: null };

const detailsOf = (dossier: Dossier, fates: Readonly<Record<string, Fate>> = {}) =>
  currentDetails(dossier, new Map(Object.entries(fates).map(([key, fate]) => [`0101701234/${key}`, fate])));
const linesOf = (...some: Parameters<typeof detailsOf>) => detailsOf(...some).split('\n');

test('requirements §8.3 the Temporal UI shows a dossier in words', () => {
  const dossier = aDossier({}, { step: 'Thẩm định', state: 'Chờ ký' }, { due: '2026-12-05' });
  const fates = {
    'supplement/1': { status: 'sent', reason: null },
    'apology/2026-11-27': { status: 'superseded', reason: 'rescheduled' },
    'result/1': { status: 'uncertain', reason: null },
  } as const;
  expect(detailsOf(dossier, fates)).toBe(
    [
      '- **Bước:** Thẩm định',
      '- **Trạng thái:** Chờ ký',
      '- **Tiếp nhận:** ngày 20/11/2026',
      '- **Hẹn trả:** 05/12/2026 (hẹn lần đầu 27/11/2026)',
      '- **Đúng hạn** đến hết ngày 27/11/2026, sau đó **Trễ hạn**',
      '- **Tin xin lỗi tiếp theo:** 17:30:00 04/12/2026, nếu khi đó chưa có kết quả',
      '',
      '**Tin nhắn**',
      '',
      '- M2 yêu cầu bổ sung lần 1: **Đã gửi**',
      '- M3 xin lỗi cho ngày hẹn 27/11/2026: **Thôi gửi**, ngày hẹn đã thay đổi',
      '- M1 báo kết quả lần 1: **Không rõ**',
      '',
      '*Như lúc giao cho cổng tin nhắn. Lý do, báo phát và lần người vận hành gửi lại: xem diễn biến của hồ sơ.*',
    ].join('\n'),
  );
});

test('a dossier that was just registered says so', () => {
  const lines = linesOf(aDossier());
  expect(lines).toContain('- **Bước:** Tiếp nhận');
  expect(lines).toContain('- **Hẹn trả:** 27/11/2026');
  expect(lines).toContain('Chưa có tin nhắn nào.');
  expect(lines.filter((line) => line.includes('Trạng thái'))).toEqual([]);
});

describe('requirements §6 on time or late is said by the date, so that it stays true until the next event', () => {
  test.each([
    ['open', aDossier(), '**Đúng hạn** đến hết ngày 27/11/2026, sau đó **Trễ hạn**'],
    ['re-appointed', aDossier({}, { due: '2026-12-05' }), '**Đúng hạn** đến hết ngày 27/11/2026, sau đó **Trễ hạn**'],
    ['corrected', aDossier({}, { due: '2026-12-05', reason: 'correction' }), '**Đúng hạn** đến hết ngày 05/12/2026, sau đó **Trễ hạn**'],
    ['with a result in time', aDossier({}, { ...RESULT, at: '2026-11-27 09:00' }), '**Đúng hạn:** có kết quả ngày 27/11/2026'],
    ['with a late result', aDossier({}, RESULT), '**Trễ hạn:** có kết quả ngày 28/11/2026'],
    ['stopped in time', aDossier({}, STOPPED), '**Đúng hạn:** thời hạn tạm dừng từ ngày 25/11/2026 để bổ sung giấy tờ'],
    [
      'stopped late',
      aDossier({}, { ...STOPPED, at: '2026-11-28 09:00' }),
      '**Trễ hạn:** thời hạn tạm dừng từ ngày 28/11/2026 để bổ sung giấy tờ',
    ],
    [
      'closed without a result',
      aDossier({}, { close: 'withdrawn', at: '2026-11-28 09:00' }),
      '**Trễ hạn:** kết thúc ngày 28/11/2026 khi chưa có kết quả',
    ],
    ['without a date', aDossier(WITHOUT_DATE), '**Đúng hạn:** không có ngày hẹn lần đầu để xét'],
    [
      'without a first date, with a later one',
      aDossier(WITHOUT_DATE, { due: '2026-12-05' }),
      '**Đúng hạn:** không có ngày hẹn lần đầu để xét',
    ],
    ['without a date, with a result', aDossier(WITHOUT_DATE, RESULT), '**Đúng hạn:** có kết quả ngày 28/11/2026'],
  ])('%s', (_, dossier, said) => expect(linesOf(dossier)).toContain(`- ${said}`));
});

describe('requirements §5.3 the next apology', () => {
  const decided = { 'apology/2026-11-27': { status: 'sent', reason: null } } as const;
  test.each<[string, Dossier, Readonly<Record<string, Fate>>, string]>([
    ['is to come', aDossier(), {}, '17:30:00 26/11/2026, nếu khi đó chưa có kết quả'],
    [
      'would not leave, as things stand: a result',
      aDossier({}, { ...RESULT, at: '2026-11-24 09:00' }),
      {},
      '17:30:00 26/11/2026 không gửi, nếu khi đó hồ sơ đã ở bước “Trả kết quả” như hiện nay',
    ],
    [
      'would not leave, as things stand: papers',
      aDossier({}, STOPPED),
      {},
      '17:30:00 26/11/2026 không gửi, nếu khi đó thời hạn đang tạm dừng để người dân bổ sung giấy tờ như hiện nay',
    ],
    ['was decided', aDossier(), decided, 'chỉ khi có ngày hẹn khác'],
    ['was decided for another date', aDossier({}, { due: '2026-12-05' }), decided, '17:30:00 04/12/2026, nếu khi đó chưa có kết quả'],
    [
      'is not for a date that came too late',
      aDossier({}, { due: '2026-11-28', at: '2026-11-27 18:00' }),
      {},
      'không có, vì ngày hẹn được ghi nhận sau giờ xin lỗi của ngày đó',
    ],
    ['is not for a dossier without a date', aDossier(WITHOUT_DATE), {}, 'không có, vì hồ sơ không có ngày hẹn'],
    ['is not for a same-day procedure', aDossier(SAME_DAY), {}, 'không có, vì thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn'],
  ])('%s', (_, dossier, fates, said) => expect(linesOf(dossier, fates)).toContain(`- **Tin xin lỗi tiếp theo:** ${said}`));
});

test.each([
  ['handed_over', 'Đã trả kết quả'],
  ['withdrawn', 'Đã rút'],
  ['rejected', 'Từ chối'],
] as const)('a dossier that was closed as %s says so first, and no apology is to come', (outcome, said) => {
  const lines = linesOf(aDossier({}, { close: outcome, at: '2026-11-24 09:00' }));
  expect(lines[0]).toBe(`- **Đã kết thúc:** ${said}, ngày 24/11/2026`);
  expect(lines.filter((line) => line.includes('xin lỗi'))).toEqual([]);
});

describe('names of other software', () => {
  test('change nothing in what stands around them', () => {
    const dossier = aDossier({}, { step: '*Ký* [ở đây](javascript:alert) <script>', state: '`a_b` {workflowId} &amp; \\*' });
    expect(linesOf(dossier)).toContain('- **Bước:** \\*Ký\\* \\[ở đây\\](javascript:alert) \\<script\\>');
    expect(linesOf(dossier)).toContain('- **Trạng thái:** \\`a\\_b\\` \\{workflowId\\} \\&amp; \\\\\\*');
  });

  test('are shortened when they are too long to read, and never within a character', () => {
    const [line = ''] = linesOf(aDossier({}, { step: '𝒲'.repeat(150) }));
    expect(line).toBe(`- **Bước:** ${'𝒲'.repeat(99)}…`);
    expect(linesOf(aDossier({}, { step: 'a'.repeat(100) }))[0]).toBe(`- **Bước:** ${'a'.repeat(100)}`);
  });
});

test('of many notices the last twenty are shown, and how many were before', () => {
  const sent = { status: 'sent', reason: null } as const;
  const many = Object.fromEntries(Array.from({ length: 23 }, (_, round) => [`result/${round + 1}`, sent]));
  const shown = linesOf(aDossier(), many).filter((line) => /M1|trước đó/.test(line));
  expect(shown).toHaveLength(21);
  expect(shown.slice(0, 2)).toEqual(['- 3 tin trước đó', '- M1 báo kết quả lần 4: **Đã gửi**']);
  expect(shown.at(-1)).toBe('- M1 báo kết quả lần 23: **Đã gửi**');
});

test('a key that is none is shown as it is', () => {
  expect(currentDetails(aDossier(), new Map([['a*b', { status: 'sent', reason: null }]]))).toContain('- a\\*b: **Đã gửi**');
});
