import { epochMs, plusMs, type Instant } from './calendar.ts';

/** How often somebody failed to sign in lately, and when it was tried last. */
export type SignInFailures = { readonly count: number; readonly lastAt: Instant };

/** Whom failures are counted for. A name fails for its own mistakes; behind one address there may be a whole office. */
export type FailureKind = 'name' | 'address';

const FREE: Readonly<Record<FailureKind, number>> = { name: 5, address: 30 };
/** The first pause; each further failure doubles it, milliseconds. */
const FIRST_PAUSE_MS = 1000;
/** Short enough that nobody is shut out for long by somebody else, milliseconds. */
const LONGEST_PAUSE_MS = 300_000;
/** After so long without a try, failures are forgotten, milliseconds. */
export const FORGOTTEN_AFTER_MS = 3_600_000;

/** Until when nothing more may be tried; null when it may be tried now. */
export function pauseEnd(kind: FailureKind, { count, lastAt }: SignInFailures, now: Instant): Instant | null {
  if (count < FREE[kind]) return null;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count - FREE[kind], 20));
  const end = plusMs(lastAt, pauseMs);
  return end > now ? end : null;
}

/** What is counted when one more is tried: it is a failure until it has succeeded, so that trying at once gains nothing. */
export function afterTry({ count, lastAt }: SignInFailures, now: Instant): SignInFailures {
  const isForgotten = epochMs(now) - epochMs(lastAt) > FORGOTTEN_AFTER_MS;
  return { count: isForgotten ? 1 : count + 1, lastAt: now };
}
