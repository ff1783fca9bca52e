import { randomUUID } from 'node:crypto';
import { NOTHING, SEEN_FIELD } from './effect-sign.ts';
import type { Typed } from './parts/fields.tsx';

/** What a form carries beside what is typed: who it is, which state of the dossier it was made for, and what it has shown. */
export type FormMarks = { readonly eventId: string; readonly expectedSeq: number; readonly seen: string };

/** The part of the marks that belongs to the event. */
export type EventMarks = Pick<FormMarks, 'eventId' | 'expectedSeq'>;

export function eventMarks({ eventId, expectedSeq }: FormMarks): EventMarks {
  return { eventId, expectedSeq };
}

/** The hidden fields of a form that was sent. One that was made by nobody of ours counts as new. */
export function readMarks(typed: Typed, seq: number): FormMarks {
  const { eventId = '', expectedSeq = '', [SEEN_FIELD]: seen = '' } = typed;
  return {
    eventId: UUID.test(eventId) ? eventId : randomUUID(),
    expectedSeq: /^\d{1,9}$/.test(expectedSeq) ? Number(expectedSeq) : seq,
    seen,
  };
}

export function newMarks(seq: number): FormMarks {
  return { eventId: randomUUID(), expectedSeq: seq, seen: NOTHING };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
