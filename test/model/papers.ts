import { dateOf, instantAt, instantOf, plusDays } from '../../src/domain/calendar.ts';
import type { DossierEvent, Registration } from '../../src/domain/dossier.ts';
import { aRegistration, code, day } from '../support/dossiers.ts';
import type { Life, Word } from './life.ts';
import { dayAfter, dayOf } from './picture.ts';
import { MINUTE_MS, MORNING } from './timetable.ts';

/** What the one-stop software writes: the registration, on the next morning of its own clock. */
export function registrationOf(life: Life): Registration {
  const today = plusDays(dateOf(instantAt(Date.now())), 1);
  const receivedAt = instantOf(today, MORNING);
  return aRegistration({
    receiptCode: code(`M-${process.pid}-${next++}`),
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: life.sameDay },
    receivedAt,
    recordedAt: receivedAt,
    dueDate: life.dueInDays === null ? null : plusDays(today, life.dueInDays),
    step: life.step,
    policy: {
      apologySecond: life.apologySecond,
      apologySpreadMs: life.spread ? MINUTE_MS : 0,
      supplementStopsClock: life.supplementStopsClock,
    },
  });
}

let next = 1;

/** And an event, as the journal numbers it. */
export function eventOf(word: Word, seq: number, recordedMs: number): DossierEvent {
  const recordedAt = instantAt(recordedMs);
  const common = { seq, recordedAt, occurredAt: recordedAt };
  switch (word.type) {
    case 'progress': {
      const { agoMinutes, ...said } = word;
      return { ...common, ...said, occurredAt: instantAt(recordedMs - agoMinutes * MINUTE_MS) };
    }
    case 'reschedule':
      return { ...common, type: 'reschedule', dueDate: day(dayAfter(dayOf(recordedAt), word.days)), reason: word.reason };
    case 'contact':
      // Neither changes the dossier, so that the lives of the known seeds stay as they are.
      return seq % 2 === 0 ? { ...common, type: 'informed', notice: 'M/result/1', by: 'phone' } : { ...common, type: 'contact' };
    case 'close':
      return { ...common, type: 'close', outcome: word.outcome };
  }
}
