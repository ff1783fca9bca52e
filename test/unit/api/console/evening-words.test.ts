import { describe, expect, test } from 'vitest';
import { eveningHeadline, eveningTime } from '../../../../src/api/console/evening-words.ts';
import { plusMs } from '../../../../src/domain/calendar.ts';
import type { Evening } from '../../../../src/domain/evening.ts';
import { aDossier, at, EVE } from '../../../support/dossiers.ts';

const dossier = aDossier();
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

function before(hour: string, willBeSent = 0): Evening {
  const forecast = { dossier, willBeSent: true, reason: null, status: null, savers: [] };
  return { phase: 'before', asOf: at(`2026-11-26 ${hour}`), opensAt: EVE, willBeSent: many(willBeSent, forecast), withoutPhone: [] };
}

type Counts = { sent?: number; waiting?: number; notSent?: number; saved?: number; lateMs?: number };

function after({ sent = 0, waiting = 0, notSent = 0, saved = 0, lateMs }: Counts): Evening {
  return {
    phase: 'after',
    asOf: at('2026-11-26 18:00'),
    opensAt: EVE,
    sent,
    waiting,
    notSent: many(notSent, { dossier, status: 'missed' as const, reason: null }),
    saved: many(saved, { dossier, savedBy: 'result_ready' as const }),
    last: lateMs === undefined ? null : { at: plusMs(EVE, lateMs), lateMs },
  };
}

describe('console §4: the page begins with its answer', () => {
  test.each<[evening: Evening, headline: string]>([
    [before('15:15', 12), '12 hồ sơ sẽ xin lỗi tối nay'],
    [before('15:15', 1234), '1.234 hồ sơ sẽ xin lỗi tối nay'],
    [before('15:15'), 'Không có hồ sơ nào sẽ phải xin lỗi tối nay'],
    [after({ sent: 9, waiting: 2, notSent: 1, saved: 3 }), '9 đã gửi, 2 đang chờ, 1 không gửi được; 3 hồ sơ được cứu từ 15:00'],
    [after({ sent: 9 }), '9 đã gửi, 0 đang chờ, 0 không gửi được; 0 hồ sơ được cứu từ 15:00'],
    [after({}), 'Tối nay không phải xin lỗi hồ sơ nào'],
    [after({ saved: 3 }), 'Tối nay không phải xin lỗi hồ sơ nào; 3 hồ sơ được cứu từ 15:00'],
  ])('%#', (evening, headline) => {
    expect(eveningHeadline(evening)).toBe(headline);
  });
});

describe('console §4: how long there is time, and how late the last one left', () => {
  test.each<[evening: Evening, time: string | null]>([
    [before('15:15'), 'Còn 2 giờ 15 phút, đến 17:30'],
    [before('15:15:30'), 'Còn 2 giờ 14 phút, đến 17:30'],
    [before('15:30'), 'Còn 2 giờ, đến 17:30'],
    [before('17:15'), 'Còn 15 phút, đến 17:30'],
    [before('17:29:01'), 'Còn chưa đầy 1 phút, đến 17:30'],
    [before('00:00'), 'Còn 17 giờ 30 phút, đến 17:30'],
    [after({ sent: 1, lateMs: 17_400 }), 'Tin cuối cùng rời đi lúc 17:30:17, chậm 17 giây so với giờ của hồ sơ đó.'],
    [after({ sent: 1, lateMs: 3_725_000 }), 'Tin cuối cùng rời đi lúc 18:32:05, chậm 1 giờ 2 phút 5 giây so với giờ của hồ sơ đó.'],
    [after({ sent: 1, lateMs: 900 }), 'Tin cuối cùng rời đi lúc 17:30:00, đúng giờ của hồ sơ đó.'],
    [after({ waiting: 1 }), 'Chưa có tin nào rời đi.'],
    [after({}), null],
  ])('%#', (evening, time) => {
    expect(eveningTime(evening)).toBe(time);
  });
});
