import { withTimeLimit } from '../lib/with-time-limit.ts';

/** How long a server may take to say how it is, milliseconds. */
const PATIENCE_MS = 1000;

/** The answer; undefined when it failed or took too long. */
export function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  return withTimeLimit(PATIENCE_MS, answer).catch(() => undefined);
}
