import { plusMs, type Instant } from './calendar.ts';

/** How far the clock of somebody else may be ahead of ours, milliseconds. */
const AHEAD_MS = 300_000;

/** Nothing that reaches us now happened longer ago: networks keep a message for days. Milliseconds. */
const AGO_MS = 30 * 86_400_000;

/** The moment that a gateway gives, or our own when the gateway gives none or its clock is wrong. */
export function believableInstant(said: Instant | null | undefined, now: Instant): Instant {
  return said && said >= plusMs(now, -AGO_MS) && said <= plusMs(now, AHEAD_MS) ? said : now;
}
