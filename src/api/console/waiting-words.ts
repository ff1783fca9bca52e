import { epochMs, type Instant } from '../../domain/calendar.ts';

/** How long until then, in words: `8 giây`, `2 phút`. */
export function waitingWords(until: Instant, now: Instant): string {
  const seconds = secondsUntil(until, now);
  return seconds < 60 ? `${seconds} giây` : `${Math.ceil(seconds / 60)} phút`;
}

export function secondsUntil(until: Instant, now: Instant): number {
  return Math.max(1, Math.ceil((epochMs(until) - epochMs(now)) / 1000));
}
