import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { EveningLists, type EveningReader } from '../../../../../src/api/console/parts/evening.tsx';
import type { DossierForecast, Evening } from '../../../../../src/domain/evening.ts';
import type { SavedBy } from '../../../../../src/domain/saved-apology.ts';
import { aDossier, at, code, EVE } from '../../../../support/dossiers.ts';

const READER: EveningReader = { maySave: true, agencyOf: null };
const dossier = (nth: number, step = 'Thẩm định') => aDossier({ receiptCode: code(`EVE-${String(nth).padStart(4, '0')}`), step });

function render(evening: Evening, reader = READER) {
  const $ = load(String(EveningLists({ evening, reader }))); // oxlint-disable-line typescript/no-base-to-string -- JSX has its own
  return (selector: string) =>
    $(selector)
      .toArray()
      .map((each) => $(each).text().replace(/\s+/g, ' ').trim());
}

function before(willBeSent: readonly DossierForecast[]): Evening {
  return { phase: 'before', asOf: at('2026-11-26 15:15'), opensAt: EVE, willBeSent, withoutPhone: [] };
}

function forecast(nth: number, step?: string): DossierForecast {
  return { dossier: dossier(nth, step), willBeSent: true, reason: null, status: null, savers: ['reschedule'] };
}

type After = Extract<Evening, { phase: 'after' }>;
function after(some: Partial<After>): Evening {
  return { phase: 'after', asOf: at('2026-11-26 18:00'), opensAt: EVE, sent: 0, waiting: 0, notSent: [], saved: [], last: null, ...some };
}

test('console §4: a page shows 20 dossiers of a group and 200 in all, and leads to the lists of the others', () => {
  const items = Array.from({ length: 15 * 25 }, (_, nth) => forecast(nth, `Bước ${nth % 15}`));
  const texts = render(before(items));
  expect(texts('li')).toHaveLength(200);
  expect(texts('h2')).toHaveLength(15);
  expect(texts('p a').map((text) => text.slice(0, 16))).toEqual(Array.from({ length: 15 }, () => 'Xem cả 25 hồ sơ,'));
});

test('a dossier that nothing can save any more says so', () => {
  expect(render(before([{ ...forecast(1), savers: [] }]))('li')).toEqual(['EVE-0001Không còn kịp']);
});

test.each<[savedBy: SavedBy, words: string]>([
  ['result_ready', 'đã chuyển đến Trả kết quả'],
  ['rescheduled', 'đã hẹn lại ngày khác'],
  ['clock_stopped', 'đã yêu cầu bổ sung'],
  ['closed', 'đã kết thúc hồ sơ'],
])('requirements §8.4: who was saved stands with what saved it: %s', (savedBy, words) => {
  const texts = render(after({ saved: [{ dossier: dossier(1), savedBy }] }));
  expect(texts('caption')).toEqual(['Được cứu từ 15:00']);
  expect(texts('tbody th, tbody td')).toEqual(['EVE-0001', 'Thẩm định giá', 'Thẩm định', words]);
});

test('requirements §8.3: who was not sent stands with the reason, also before it is decided', () => {
  const notSent = [
    { dossier: dossier(1), status: null, reason: 'no_phone' },
    { dossier: dossier(2), status: 'permanent_failure' as const, reason: 'receipt: rejected' },
    { dossier: dossier(3), status: 'uncertain' as const, reason: null },
  ];
  expect(render(after({ notSent }))('tbody td:last-child')).toEqual([
    'Không gửi hồ sơ không có số điện thoại di động dùng được',
    'Không đến được nhà mạng báo từ chối tin',
    'Không rõ không biết cổng đã nhận tin hay chưa',
  ]);
});

test('a long list says how many it leaves out', () => {
  const notSent = Array.from({ length: 60 }, (_, nth) => ({ dossier: dossier(nth), status: 'missed' as const, reason: null }));
  const texts = render(after({ notSent }));
  expect(texts('tbody tr')).toHaveLength(50);
  expect(texts('p')).toEqual(['và 10 hồ sơ khác']);
});

test('the agency stands beside the code where there are several', () => {
  const texts = render(before([forecast(1)]), { maySave: false, agencyOf: (agency) => `Sở ${agency}` });
  expect(texts('li')).toEqual(['EVE-0001 Sở defaultgia hạn có lý do']);
});
