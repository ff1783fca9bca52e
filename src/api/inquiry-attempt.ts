import { unavailable } from '../db/open.ts';

/** The answer to one inquiry while its sender waits. */
export type InquiryAttempt = {
  /** Keeps the question. */
  readonly begin: <T>(keep: Promise<T>) => Promise<T>;
  /** Books the answer. @throws as a database that cannot be reached when the sender has been told otherwise */
  readonly book: <T>(settle: () => Promise<T>) => Promise<T>;
  /** The sender is told otherwise. Whether the question is in the books, and perhaps an answer of which nobody heard. */
  readonly giveUp: () => boolean;
};

export function inquiryAttempt(): InquiryAttempt {
  let [isOver, isKept] = [false, false];
  return {
    async begin(keep) {
      const begun = await keep;
      isKept = true;
      return begun;
    },
    async book(settle) {
      if (isOver) throw unavailable('the sender of the inquiry was told otherwise');
      return settle();
    },
    giveUp() {
      isOver = true;
      return isKept;
    },
  };
}
