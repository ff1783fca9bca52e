import { unavailable } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';

/** The answer to one inquiry while its sender waits. */
export type InquiryAttempt = {
  /** Keeps the question. */
  readonly begin: <T>(keep: Promise<T>) => Promise<T>;
  /** Books the answer as of this moment. @throws as a database that cannot be reached when the sender has been told otherwise */
  readonly book: <T>(at: Instant, settle: (at: Instant) => Promise<T>) => Promise<T>;
  /** The sender is told otherwise, as of the moment that is answered: not before any booking of ours, though the clock be set back. */
  readonly giveUp: (at: Instant) => Instant;
  /** Whether the question may be in the books; asked when all that was sent to them has ended. */
  readonly mayBeKept: () => boolean;
};

export function inquiryAttempt(): InquiryAttempt {
  let [isOver, isKept] = [false, false];
  let bookedAt: Instant | null = null;
  return {
    async begin(keep) {
      try {
        const begun = await keep;
        isKept = true;
        return begun;
      } catch (error) {
        isKept ||= isLost(error);
        throw error;
      }
    },
    async book(at, settle) {
      if (isOver) throw unavailable('the sender of the inquiry was told otherwise');
      bookedAt = bookedAt === null ? at : latest(bookedAt, at);
      return settle(at);
    },
    giveUp(at) {
      isOver = true;
      return bookedAt === null ? at : latest(bookedAt, at);
    },
    mayBeKept: () => isKept,
  };
}

/** The connection ended after the statement was sent; one that was refused has sent nothing. */
function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CONNECTION_CLOSED';
}

/** Instants in UTC sort as texts. */
function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
