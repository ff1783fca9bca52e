import { mayHaveBeenDone } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';

/** The sender has meanwhile been told something else, so this answer must not be booked. */
export class SenderToldOtherwise extends Error {
  override readonly name = 'SenderToldOtherwise';
}

/** What happens to one inquiry while its sender waits. All that changes in this story is kept here. */
export type InquiryAttempt = {
  /** Runs the statement that keeps the question. */
  readonly keepQuestion: <T>(keep: () => Promise<T>) => Promise<T>;
  /** Runs the statement that books an answer as told at this moment. @throws SenderToldOtherwise after `giveUp` */
  readonly bookAnswer: <T>(at: Instant, book: (at: Instant) => Promise<T>) => Promise<T>;
  /** No answer is booked any more. Returns the moment, which is never before a booking, even when the clock was set back. */
  readonly giveUp: (now: Instant) => Instant;
  /** Whether PostgreSQL may have the question. This is certain only when all statements have ended. */
  readonly mayBeKept: () => boolean;
};

export function startInquiryAttempt(): InquiryAttempt {
  let isGivenUp = false;
  let mayBeKept = false;
  let lastBookedAt: Instant | null = null;
  const notBeforeLastBooking = (at: Instant) => (lastBookedAt === null ? at : later(lastBookedAt, at));
  return {
    async keepQuestion(keep) {
      try {
        const kept = await keep();
        mayBeKept = true;
        return kept;
      } catch (error) {
        mayBeKept ||= mayHaveBeenDone(error);
        throw error;
      }
    },
    async bookAnswer(at, book) {
      if (isGivenUp) throw new SenderToldOtherwise('expected a sender who still waits for the answer');
      lastBookedAt = notBeforeLastBooking(at);
      return book(at);
    },
    giveUp(now) {
      isGivenUp = true;
      return notBeforeLastBooking(now);
    },
    mayBeKept: () => mayBeKept,
  };
}

/** Instants are texts in UTC, so their order is that of texts. */
function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
