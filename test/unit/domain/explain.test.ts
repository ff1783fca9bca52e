import { describe, expect, test } from 'vitest';
import { explain, type ExplainedDossier, type ExplainedRow } from '../../../src/domain/explain.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import type { Notice, NoticeKind } from '../../../src/domain/notice-key.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { aRegistration, at, DUE, said, type Said } from '../../support/dossiers.ts';

const NOTICES: Record<NoticeKind, Notice> = {
  result: { kind: 'result', round: 1 },
  supplement: { kind: 'supplement', round: 2 },
  apology: { kind: 'apology', dueDate: DUE },
};
const KEYS: Record<NoticeKind, string> = {
  result: '0101701234/result/1',
  supplement: '0101701234/supplement/2',
  apology: '0101701234/apology/2026-11-27',
};
/** How the sentence about each kind begins. */
const SUBJECTS: Record<NoticeKind, string> = {
  result: 'Tin báo kết quả lần 1: hồ sơ chuyển đến bước “Trả kết quả”',
  supplement: 'Tin yêu cầu bổ sung lần 2: hồ sơ ở trạng thái “Chờ bổ sung” và ở Bộ phận Một cửa',
  apology: 'Tin xin lỗi cho ngày hẹn 27/11/2026: đến giờ xin lỗi của ngày liền trước ngày hẹn mà hồ sơ chưa ở bước “Trả kết quả”',
};
const SECTIONS: Record<NoticeKind, string> = { result: '5.1', supplement: '5.2', apology: '5.3' };

const DECIDED = at('2026-11-26 17:30');
const SENT = at('2026-11-26 17:30:05');
const AT_WORK: Said = { step: 'Thẩm định', at: '2026-11-21 09:00' };

describe('requirements §8.7 each notice in the ledger is explained', () => {
  const notSent: readonly (readonly [NoticeKind, NoticeStatus, string, string])[] = [
    ['result', 'skipped', 'same_day', 'không gửi: thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn'],
    ['result', 'superseded', 'left_result_step', 'thôi gửi: hồ sơ đã rời bước “Trả kết quả”'],
    ['result', 'superseded', 'closed', 'thôi gửi: hồ sơ đã kết thúc'],
    ['supplement', 'superseded', 'supplement_ended', 'thôi gửi: đợt bổ sung đã kết thúc'],
    ['apology', 'skipped', 'closed', 'không gửi: hồ sơ đã kết thúc'],
    ['apology', 'skipped', 'result_ready', 'không gửi: hồ sơ đã ở bước “Trả kết quả”'],
    ['apology', 'skipped', 'clock_stopped', 'không gửi: thời hạn đang tạm dừng để người dân bổ sung giấy tờ'],
    ['apology', 'superseded', 'result_ready', 'thôi gửi: hồ sơ đã ở bước “Trả kết quả”'],
    ['apology', 'superseded', 'rescheduled', 'thôi gửi: ngày hẹn đã thay đổi'],
    ['apology', 'superseded', 'known_too_late', 'thôi gửi: ngày hẹn được ghi nhận sau giờ xin lỗi của ngày đó'],
    ['apology', 'missed', 'due_date_over', 'đã lỡ: ngày hẹn đã hết (24:00) trước khi gửi được'],
  ];
  test.each(notSent)('%s %s %s', (kind, status, reason, end) => {
    expect(explainRow(kind, { status, reason })).toEqual(row(kind, SECTIONS[kind], end));
  });

  const ends: readonly (readonly [NoticeStatus, Partial<ExplainedRow>, string])[] = [
    ['created', {}, 'chờ gửi'],
    ['created', { reason: 'unavailable' }, 'chờ gửi: unavailable'],
    ['sending', {}, 'đang gửi'],
    ['sent', { sentAt: SENT }, 'đã gửi lúc 17:30:05 ngày 26/11/2026'],
    ['delivered', { sentAt: SENT }, 'đã đến máy lúc 17:30:05 ngày 26/11/2026'],
    [
      'temporary_failure',
      { sentAt: SENT, reason: 'receipt: expired' },
      'chưa đến được lúc 17:30:05 ngày 26/11/2026: máy tắt hoặc ngoài vùng phủ sóng cho đến khi tin hết hạn',
    ],
    [
      'temporary_failure',
      { sentAt: SENT, reason: 'no_receipt' },
      'chưa đến được lúc 17:30:05 ngày 26/11/2026: sau 72 giờ nhà mạng vẫn chưa báo tin đã đến máy',
    ],
    ['permanent_failure', { reason: 'receipt: undelivered' }, 'không đến được: nhà mạng báo không chuyển được đến máy'],
    ['permanent_failure', { reason: 'receipt: rejected' }, 'không đến được: nhà mạng báo từ chối tin'],
    ['permanent_failure', { reason: '400' }, 'không đến được: 400'],
    ['technical_failure', { reason: 'out_of_time' }, 'lỗi kỹ thuật: đã thử trong 72 giờ mà không gửi được'],
    ['uncertain', { reason: 'the answer was lost' }, 'không rõ: the answer was lost'],
  ];
  for (const kind of ['result', 'supplement', 'apology'] as const) {
    test.each(ends)(`${kind} %s %j`, (status, some, end) => {
      expect(explainRow(kind, { ...some, status })).toEqual(row(kind, SECTIONS[kind], end));
    });
    test(`requirements §5.4 ${kind} without a phone`, () => {
      const end = 'không gửi: hồ sơ không có số điện thoại di động dùng được';
      expect(explainRow(kind, { status: 'skipped', reason: 'no_phone' })).toEqual(row(kind, '5.4', end));
    });
  }
});

describe('requirements §5.3 why there is no apology for the date in force', () => {
  const prefix = 'Tin xin lỗi cho ngày hẹn 27/11/2026: ';
  const noPapers: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
  test.each([
    ['its hour has not come', aStory({}, AT_WORK), '2026-11-26 17:29:59', 'chưa đến giờ (17:30:00 ngày 26/11/2026)'],
    ['it is about to leave', aStory({}, AT_WORK), '2026-11-26 17:30', 'đang được gửi'],
    [
      'a same-day procedure',
      aStory({ procedure: { code: 'a', name: 'a', sameDay: true } }),
      '2026-11-26 18:00',
      'không gửi: thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn',
    ],
    [
      'the date was recorded too late',
      aStory({ dueDate: null }, { due: '2026-11-27', at: '2026-11-26 17:30:01' }),
      '2026-11-26 18:00',
      'không gửi: ngày hẹn được ghi nhận lúc 17:30:01 ngày 26/11/2026, sau giờ xin lỗi của ngày đó',
    ],
    [
      'the result is ready on the eve',
      aStory({}, { step: 'Trả kết quả', at: '2026-11-26 09:00' }),
      '2026-11-26 18:00',
      'không gửi: hồ sơ đã ở bước “Trả kết quả”',
    ],
    ['the clock is stopped', aStory({}, noPapers), '2026-11-26 18:00', 'không gửi: thời hạn đang tạm dừng để người dân bổ sung giấy tờ'],
    [
      'closed before its eve',
      aStory({}, { close: 'withdrawn', at: '2026-11-25 09:00' }),
      '2026-11-25 10:00',
      'không gửi: hồ sơ đã kết thúc',
    ],
    [
      'the result is ready before the eve',
      aStory({}, { step: 'Trả kết quả', at: '2026-11-25 09:00' }),
      '2026-11-25 10:00',
      'sẽ không gửi nếu đến 17:30:00 ngày 26/11/2026 vẫn như hiện nay: hồ sơ đã ở bước “Trả kết quả”',
    ],
    [
      'the clock is stopped before the eve',
      aStory({}, noPapers),
      '2026-11-25 10:00',
      'sẽ không gửi nếu đến 17:30:00 ngày 26/11/2026 vẫn như hiện nay: thời hạn đang tạm dừng để người dân bổ sung giấy tờ',
    ],
    ['its day is over', aStory({}, AT_WORK), '2026-11-28 00:00', 'không gửi: ngày hẹn đã hết (24:00) trước khi gửi được'],
  ])('%s', (_, dossier, now, end) => {
    const expected = { about: KEYS.apology, rule: sign('5.3'), decidedAt: null, text: `${prefix}${end}.` };
    expect(explain(dossier, at(now))[0]).toEqual(expected);
  });

  test('requirements §5.4 nobody to send it to, before and after its instant', () => {
    const about = { about: KEYS.apology, rule: sign('5.4'), decidedAt: null };
    const why = 'hồ sơ không có số điện thoại di động dùng được';
    const first = (now: string) => explain({ ...aStory({}, AT_WORK), hasPhone: false }, at(now))[0];
    const unless = 'sẽ không gửi nếu đến 17:30:00 ngày 26/11/2026 vẫn như hiện nay';
    expect(first('2026-11-25 10:00')).toEqual({ ...about, text: `${prefix}${unless}: ${why}.` });
    expect(first('2026-11-26 18:00')).toEqual({ ...about, text: `${prefix}không gửi: ${why}.` });
  });

  test('without a due date there is none', () => {
    expect(explain(aStory({ dueDate: null }), at('2026-11-26 18:00'))[0]).toEqual({
      about: '0101701234/apology',
      rule: sign('5.3'),
      decidedAt: null,
      text: 'Không có tin xin lỗi: hồ sơ không có ngày hẹn trả kết quả.',
    });
  });

  test('a row in the ledger explains it instead, but only for the date in force', () => {
    const about = (dueDate: Said) =>
      explain({ ...aStory({}, AT_WORK, dueDate), rows: [aRow('apology', {})] }, at('2026-11-26 18:00')).map((each) => each.about);
    expect(about({ due: '2026-11-27' })).toEqual([KEYS.apology, 'on_time']);
    expect(about({ due: '2026-12-04' })).toEqual([KEYS.apology, '0101701234/apology/2026-12-04', 'on_time']);
  });
});

describe('requirements §4.4 an event that changes nothing is explained', () => {
  test('by its number and both instants', () => {
    const story = aStory(
      {},
      { step: 'Trình ký', at: '2026-11-23 10:00', recorded: '2026-11-23 10:01' },
      { step: 'Thẩm định', at: '2026-11-23 09:00', recorded: '2026-11-23 10:05' },
    );
    expect(explain(story, at('2026-11-24 10:00'))[0]).toEqual({
      about: 'event/2',
      rule: sign('4.4'),
      decidedAt: at('2026-11-23 10:05'),
      text:
        'Lần cập nhật số 2: chỉ lưu lại, không thay đổi hồ sơ; xảy ra lúc 09:00:00 ngày 23/11/2026, ' +
        'trước lần cập nhật đang có hiệu lực (10:00:00 ngày 23/11/2026).',
    });
  });
});

describe('requirements §6 why the dossier is late or on time', () => {
  const noPapers: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
  const ready = (day: string): Said => ({ step: 'Trả kết quả', at: `${day} 09:00` });
  const judgedBy = 'ngày hẹn dùng để xét là 27/11/2026';
  test.each([
    ['no date', aStory({ dueDate: null }), '6.4', null, 'Đúng hạn: hồ sơ không có ngày hẹn trả kết quả.'],
    ['at work', aStory({}, AT_WORK), '6.1', null, `Trễ hạn: xét đến ngày 29/11/2026, ${judgedBy}, đã qua ngày hẹn.`],
    [
      'closed in time without a result',
      aStory({}, { close: 'rejected', at: '2026-11-27 09:00' }),
      '6.1',
      null,
      `Đúng hạn: xét đến ngày 27/11/2026, ${judgedBy}, chưa qua ngày hẹn.`,
    ],
    [
      'result in time',
      aStory({}, ready('2026-11-27')),
      '6.2',
      at('2026-11-27 09:00'),
      `Đúng hạn: hồ sơ đến bước “Trả kết quả” ngày 27/11/2026, ${judgedBy}; không thay đổi nữa.`,
    ],
    [
      'result a day late',
      aStory({}, ready('2026-11-28')),
      '6.2',
      at('2026-11-28 09:00'),
      `Trễ hạn: hồ sơ đến bước “Trả kết quả” ngày 28/11/2026, ${judgedBy}; không thay đổi nữa.`,
    ],
    [
      'clock stopped in time',
      aStory({}, noPapers),
      '6.4',
      at('2026-11-25 09:00'),
      `Đúng hạn: thời hạn tạm dừng từ ngày 25/11/2026 để bổ sung giấy tờ, ${judgedBy}.`,
    ],
    [
      'a re-appointment cures nothing',
      aStory({}, { due: '2026-12-10', reason: 'reappointment' }),
      '6.1',
      null,
      `Trễ hạn: xét đến ngày 29/11/2026, ${judgedBy}, đã qua ngày hẹn.`,
    ],
  ])('%s', (_, dossier, section, decidedAt, text) => {
    expect(explain(dossier, at('2026-11-29 10:00')).at(-1)).toEqual({ about: 'on_time', rule: sign(section), decidedAt, text });
  });
});

/** A dossier with a phone and without notices in the ledger. */
function aStory(some: Partial<Registration>, ...events: readonly Said[]): ExplainedDossier {
  return { registration: aRegistration(some), events: said(...events), rows: [], hasPhone: true };
}

function aRow(kind: NoticeKind, some: Partial<ExplainedRow>): ExplainedRow {
  return { notice: NOTICES[kind], status: 'sent', reason: null, decidedAt: DECIDED, sentAt: null, ...some };
}

function explainRow(kind: NoticeKind, some: Partial<ExplainedRow>) {
  return explain({ ...aStory({}, AT_WORK), rows: [aRow(kind, some)] }, at('2026-11-26 18:00'))[0];
}

function row(kind: NoticeKind, section: string, end: string) {
  return { about: KEYS[kind], rule: sign(section), decidedAt: DECIDED, text: `${SUBJECTS[kind]}; ${end}.` };
}

/** A section as the API gives it. */
function sign(section: string): string {
  return `§${section}`;
}
