import { unavailable } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';

/** The answer to one inquiry while its sender waits. */
export type InquiryAttempt = {
  /** Keeps the question. */
  readonly begin: <T>(keep: Promise<T>) => Promise<T>;
  /** Books the answer as of this moment. @throws as a database that cannot be reached when the sender has been told otherwise */
  readonly book: <T>(at: Instant, settle: (at: Instant) => Promise<T>) => Promise<T>;
  /**
   * The sender is told otherwise. When the question is in the books, and perhaps an answer of which nobody heard: the moment as of which that is
   * to be corrected, not before any booking of ours, though the clock be set back; else null.
   */
  readonly giveUp: (at: Instant) => Instant | null;
};

export function inquiryAttempt(): InquiryAttempt {
  let [isOver, isKept] = [false, false];
  let bookedAt: Instant | null = null;
  return {
    async begin(keep) {
      const begun = await keep;
      isKept = true;
      return begun;
    },
    async book(at, settle) {
      if (isOver) throw unavailable('the sender of the inquiry was told otherwise');
      bookedAt = bookedAt === null ? at : latest(bookedAt, at);
      return settle(at);
    },
    giveUp(at) {
      isOver = true;
      if (!isKept) return null;
      return bookedAt === null ? at : latest(bookedAt, at);
    },
  };
}

/** Instants in UTC sort as texts. */
function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
