import { describe, expect, test } from 'vitest';
import { apologyToCome, forecastApology } from '../../../src/domain/apology-forecast.ts';
import { apologyInstant } from '../../../src/domain/apology.ts';
import { fold, type Dossier, type DossierEvent, type Registration } from '../../../src/domain/dossier.ts';
import type { NotSentReason } from '../../../src/domain/due-notices.ts';
import { explain } from '../../../src/domain/explain.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { aDossier, aRegistration, at, DUE, EVE, said, type Said } from '../../support/dossiers.ts';

const READY = (local: string): Said => ({ step: 'Trả kết quả', at: local });
const NO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
const POLICY = { apologySecond: 17.5 * 3600, apologySpreadMs: 0, supplementStopsClock: false };

describe('requirements §5.3, §8.4 whether a citizen will be apologised to, as things stand', () => {
  test.each<[string, Dossier, string, NotSentReason | null]>([
    ['at work, days before', aDossier(), '2026-11-21 09:00', null],
    ['at work, a moment before', aDossier(), '2026-11-26 17:29:59', null],
    ['at work, at its instant', aDossier(), '2026-11-26 17:30', null],
    ['at work, still on the due date', aDossier(), '2026-11-27 23:59', null],
    ['the due date is over', aDossier(), '2026-11-28 00:00', 'due_date_over'],
    ['ready before the eve', aDossier({}, READY('2026-11-25 09:00')), '2026-11-25 10:00', 'result_ready'],
    ['ready after the instant, not yet sent', aDossier({}, READY('2026-11-26 17:40')), '2026-11-26 17:41', 'result_ready'],
    [
      'ready, and taken back before the eve',
      aDossier({}, READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-25 10:00' }),
      '2026-11-25 11:00',
      null,
    ],
    [
      'ready at its instant, taken back later',
      aDossier({}, READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-26 18:00' }),
      '2026-11-26 18:01',
      'result_ready',
    ],
    ['the citizen has papers to bring', aDossier({}, NO_PAPERS), '2026-11-25 10:00', 'clock_stopped'],
    ['papers to bring, but they do not stop the clock', aDossier({ policy: POLICY }, NO_PAPERS), '2026-11-25 10:00', null],
    ['withdrawn', aDossier({}, { close: 'withdrawn', at: '2026-11-25 09:00' }), '2026-11-25 10:00', 'closed'],
    ['another date is in force', aDossier({}, { due: '2026-12-04', at: '2026-11-25 09:00' }), '2026-11-25 10:00', 'rescheduled'],
    [
      'the date was recorded after its instant',
      aDossier({ dueDate: null }, { due: '2026-11-27', at: '2026-11-26 17:30:01' }),
      '2026-11-26 18:00',
      'known_too_late',
    ],
    ['a same-day procedure', aDossier({ procedure: { code: 'a', name: 'a', sameDay: true } }), '2026-11-25 10:00', 'same_day'],
  ])('%s', (_, dossier, now, reason) => {
    const forecast = (hasPhone: boolean) => forecastApology(dossier, DUE, { hasPhone, apologies: [] }, at(now));
    expect(forecast(true)).toEqual({ willBeSent: reason === null, reason });
    expect(forecast(false)).toEqual({ willBeSent: false, reason: reason ?? 'no_phone' });
  });
});

describe('requirements §8.4 one question has one answer: the forecast, `apologyAt` and the explanation', () => {
  const cases: readonly (readonly [what: string, Story, now: string])[] = [
    ['at work', aStory({}), '2026-11-21 09:00'],
    ['at its instant', aStory({}), '2026-11-26 17:30'],
    ['the due date is over', aStory({}), '2026-11-28 00:00'],
    ['ready', aStory({}, READY('2026-11-25 09:00')), '2026-11-25 10:00'],
    ['ready, at the instant', aStory({}, READY('2026-11-25 09:00')), '2026-11-26 17:30'],
    ['ready, and closed', aStory({}, READY('2026-11-25 09:00'), { close: 'handed_over', at: '2026-11-25 09:30' }), '2026-11-25 10:00'],
    ['ready, and taken back', aStory({}, READY('2026-11-25 09:00'), { step: 'A', at: '2026-11-25 10:00' }), '2026-11-25 11:00'],
    ['papers to bring', aStory({}, NO_PAPERS), '2026-11-25 10:00'],
    ['papers to bring, clock runs', aStory({ policy: POLICY }, NO_PAPERS), '2026-11-25 10:00'],
    ['papers in the department', aStory({}, { state: 'Chờ bổ sung', at: '2026-11-25 09:00' }), '2026-11-25 10:00'],
    ['withdrawn', aStory({}, { close: 'withdrawn', at: '2026-11-25 09:00' }), '2026-11-25 10:00'],
    ['known too late', aStory({ dueDate: null }, { due: '2026-11-27', at: '2026-11-26 17:30:01' }), '2026-11-26 18:00'],
    ['same-day', aStory({ procedure: { code: 'a', name: 'a', sameDay: true } }), '2026-11-25 10:00'],
    ['re-appointed', aStory({}, { due: '2026-12-04', at: '2026-11-25 09:00' }), '2026-11-25 10:00'],
    ['without a date', aStory({ dueDate: null }), '2026-11-25 10:00'],
  ];
  const recorded: readonly (readonly [NoticeStatus, string | null] | null)[] = [
    null,
    ['created', null],
    ['sending', null],
    ['sent', null],
    ['delivered', null],
    ['uncertain', null],
    ['temporary_failure', 'receipt: expired'],
    ['permanent_failure', '422'],
    ['technical_failure', 'out_of_time'],
    ['skipped', 'no_phone'],
    ['superseded', 'result_ready'],
    ['missed', 'due_date_over'],
  ];
  describe.each(cases)('%s', (_what, story, now) => {
    const dossier = fold(story.registration, story.events);
    test.each(recorded.flatMap((row) => [true, false].map((hasPhone) => [row, hasPhone] as const)))(
      'the ledger says %j, phone %s',
      (row, hasPhone) => {
        const { dueDate } = dossier;
        const apologies = dueDate === null || row === null ? [] : [{ dueDate, status: row[0], reason: row[1] }];
        const facts = { hasPhone, apologies };
        const rows = apologies.map(({ dueDate, ...rest }) => ({
          notice: { kind: 'apology', dueDate } as const,
          ...rest,
          decidedAt: EVE,
          sentAt: null,
        }));
        const [explanation] = explain({ ...story, rows, hasPhone }, at(now));
        const willBeSent = dueDate !== null && forecastApology(dossier, dueDate, facts, at(now)).willBeSent;
        expect(apologyToCome(dossier, facts, at(now))).toBe(willBeSent ? apologyInstant(dossier) : null);
        expect(explanation?.about).toMatch(/\/apology/);
        if (row === null || row[0] === 'skipped' || row[0] === 'superseded' || row[0] === 'missed')
          expect(/không gửi|thôi gửi|đã lỡ|Không có/.test(explanation?.text ?? '')).toBe(!willBeSent);
      },
    );
  });
});

type Story = { readonly registration: Registration; readonly events: readonly DossierEvent[] };

function aStory(some: Partial<Registration>, ...events: readonly Said[]): Story {
  return { registration: aRegistration(some), events: said(...events) };
}
