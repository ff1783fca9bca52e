import { unavailable } from '../db/open.ts';

/** The answer to one inquiry while its sender waits. */
export type InquiryAttempt = {
  /** Books the answer. @throws as a database that cannot be reached when the sender has been told otherwise */
  readonly book: <T>(settle: () => Promise<T>) => Promise<T>;
  /** The sender is told otherwise. Whether an answer may have been booked of which nobody heard. */
  readonly giveUp: () => boolean;
};

export function inquiryAttempt(): InquiryAttempt {
  let [isOver, mayBeBooked] = [false, false];
  return {
    async book(settle) {
      if (isOver) throw unavailable('the sender of the inquiry was told otherwise');
      mayBeBooked = true;
      return settle();
    },
    giveUp() {
      isOver = true;
      return mayBeBooked;
    },
  };
}
