import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantAt, type Instant } from '../../../src/domain/calendar.ts';
import {
  apply,
  fold,
  isOlderThanInForce,
  register,
  roomFor,
  wouldArrive,
  type Dossier,
  type DossierEvent,
} from '../../../src/domain/dossier.ts';
import { noticeKey } from '../../../src/domain/notice-key.ts';
import { dueNotices, verdictOn } from '../../../src/domain/due-notices.ts';
import { applyInOrder } from '../../../src/workflows/apply-in-order.ts';
import { isOvertaken, pictureOf, shown, takes } from '../../model/picture.ts';
import { aRegistration, day, EVE, RECEIVED } from '../../support/dossiers.ts';

const MINUTE_MS = 60_000;
const steps = fc.constantFrom('Thẩm định', 'Trả kết quả', 'Bộ phận Một cửa', 'Trình ký', 'tra ket qua.', "UBND huyện Cư M'gar\n");
const states = fc.constantFrom('Chờ bổ sung', 'Đang xử lý', 'Đã bổ sung', '“\u200ECHO BO\u200B SUNG”');
const dates = fc.constantFrom('2026-11-25', '2026-11-26', '2026-11-27', '2026-12-01').map(day);

const what = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('progress' as const),
      step: fc.option(steps, { nil: undefined }),
      state: fc.option(states, { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('reschedule' as const),
      dueDate: dates,
      reason: fc.constantFrom('reappointment', 'supplement', 'correction'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('contact' as const) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'informed', notice: '0101701234/result/1', by: 'phone' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('close' as const), outcome: fc.constantFrom('handed_over', 'withdrawn', 'rejected') }),
  },
);

/** A journal as the API writes it: without gaps, in order, with nothing after a close. Some senders give an instant, up to hours ago. */
const journals = fc
  .array(fc.record({ what, pauseMinutes: fc.nat({ max: 3000 }), lagMinutes: fc.oneof(fc.constant(0), fc.nat({ max: 300 })) }), {
    maxLength: 25,
  })
  .map((entries) => {
    let recorded = Date.parse(RECEIVED);
    const events = entries.map(({ what, pauseMinutes, lagMinutes }, index): DossierEvent => {
      recorded += pauseMinutes * MINUTE_MS;
      return { ...what, seq: index + 1, recordedAt: instantAt(recorded), occurredAt: instantAt(recorded - lagMinutes * MINUTE_MS) };
    });
    const end = events.findIndex(({ type }) => type === 'close');
    return end < 0 ? events : events.slice(0, end + 1);
  });

const moments = fc.integer({ min: Date.parse(RECEIVED), max: Date.parse(EVE) + 30 * 86_400_000 }).map(instantAt);

describe('architecture §2.1 one reducer', () => {
  test('the workflow ends as the fold of the journal, whatever the order, repetition and delay of its signals', () => {
    const deliveries = journals.chain((events) =>
      fc.record({
        events: fc.constant(events),
        signals: fc
          .array(fc.shuffledSubarray(events), { maxLength: 8 })
          .chain((some) => fc.shuffledSubarray([...some, events], { minLength: some.length + 1 })),
      }),
    );
    fc.assert(
      fc.property(deliveries, ({ events, signals }) => {
        const heard = new Map<number, DossierEvent>();
        let dossier = register(aRegistration());
        for (const signal of signals) {
          for (const event of signal) heard.set(event.seq, event);
          dossier = applyInOrder(dossier, heard);
        }
        expect(dossier).toEqual(fold(aRegistration(), events));
      }),
      { numRuns: 500 },
    );
  });
});

describe('requirements §4 and §6 written a second time', () => {
  test('say the same of every dossier', () => {
    fc.assert(
      fc.property(journals, (events) => {
        const registration = aRegistration();
        let dossier = register(registration);
        for (const [index, event] of events.entries()) {
          const page = pictureOf(registration, events.slice(0, index));
          expect(isOlderThanInForce(dossier, event)).toBe(isOvertaken(page, event));
          const isArrival = event.type === 'progress' && wouldArrive(dossier, event.step, givenBy(event));
          for (const count of [0, 1899, 1900, 1998, 1999, 2000])
            expect(count < roomFor(isArrival ? 'arrival' : event.type)).toBe(takes(count, page, event));
          dossier = apply(dossier, event);
        }
        const { step, state, result, supplement, dueDate, judgedDate, reappointments, seq } = dossier;
        const page = pictureOf(registration, events);
        expect({ step, state, results: result.round, supplements: supplement.round, dueDate, judgedDate, reappointments, seq }).toEqual({
          step: shown(page.step),
          state: page.state === null ? null : shown(page.state),
          results: page.arrivals.length,
          supplements: page.supplements.length,
          dueDate: page.dueDate,
          judgedDate: page.judgedDate,
          reappointments: page.reappointments,
          seq: page.seq,
        });
      }),
      { numRuns: 500 },
    );
  });

  const givenBy = ({ occurredAt, recordedAt }: DossierEvent) => (occurredAt === recordedAt ? null : occurredAt);
});

describe('requirements §5 notices, whatever happens', () => {
  const prefixes = (events: readonly DossierEvent[]) =>
    events.reduce<Dossier[]>((all, event) => [...all, apply(all.at(-1) ?? register(aRegistration()), event)], [register(aRegistration())]);
  const callsFor = (dossier: Dossier, now: Instant) => dueNotices(dossier, now).filter(({ verdict }) => verdict.call === 'send');

  test('requirements §5.3 nobody is apologised to while the result is ready, the clock is stopped or the dossier is closed', () => {
    fc.assert(
      fc.property(journals, moments, (events, now) => {
        for (const dossier of prefixes(events)) {
          const apology = callsFor(dossier, now).some(({ notice }) => notice.kind === 'apology');
          if (dossier.result.at !== null || dossier.supplement.openSince !== null || dossier.closed !== null) expect(apology).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('requirements §5.3 an apology that was not called for on its eve is never sent later', () => {
    fc.assert(
      fc.property(journals, moments, (events, now) => {
        const dossiers = prefixes(events);
        dossiers.forEach((dossier, index) => {
          const verdict = dossier.dueDate && verdictOn(dossier, { kind: 'apology', dueDate: dossier.dueDate }, now);
          if (!verdict || verdict.call !== 'skipped' || !dossier.judgedEve || dossier.judgedEve.dueDate !== dossier.dueDate) return;
          for (const later of dossiers.slice(index).filter(({ dueDate }) => dueDate === dossier.dueDate)) {
            expect(verdictOn(later, { kind: 'apology', dueDate: dossier.dueDate }, now).call).not.toBe('send');
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('requirements §4.9 an `informed` changes nothing that is sent', () => {
    fc.assert(
      fc.property(journals, fc.array(fc.nat({ max: 25 }), { maxLength: 5 }), moments, (events, places, now) => {
        const more = events.flatMap((event, index): DossierEvent[] => {
          const informed = { ...event, type: 'informed', notice: '0101701234/result/1', by: 'phone' } as const;
          return places.includes(index) ? [informed, event] : [event];
        });
        const numbered = more.map((event, index) => ({ ...event, seq: index + 1 }));
        const [alone, told] = [fold(aRegistration(), events), fold(aRegistration(), numbered)];
        expect(dueNotices(told, now)).toEqual(dueNotices(alone, now));
        expect({ ...told, seq: 0 }).toEqual({ ...alone, seq: 0 });
      }),
      { numRuns: 300 },
    );
  });

  test('requirements §5.5 no two notices share a key, and the number of rounds never falls', () => {
    fc.assert(
      fc.property(journals, moments, (events, now) => {
        const seen = prefixes(events).map((dossier) =>
          dueNotices(dossier, now).map(({ notice }) => noticeKey(dossier.receiptCode, notice)),
        );
        for (const keys of seen) expect(new Set(keys).size).toBe(keys.length);
        const rounds = seen.map((keys) => keys.filter((key) => !key.includes('/apology/')));
        rounds.slice(1).forEach((keys, index) => expect(keys).toEqual(expect.arrayContaining(rounds[index] ?? [])));
      }),
      { numRuns: 300 },
    );
  });
});
