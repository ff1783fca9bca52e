import type { HandOver, NotTaken } from './gateway.ts';
import type { HttpAnswered } from './http-link.ts';

type Refused = Exclude<HandOver['outcome'], 'accepted' | 'duplicate'>;

/** What an HTTP status means when the answer says nothing better (contract §3). */
export function statusOutcome(status: number): Refused {
  if (REFUSES_MESSAGE.has(status)) return 'content';
  if (REFUSES_US.has(status)) return 'configuration';
  if (status === 429) return 'throttled';
  return status < 300 ? 'unknown' : 'unavailable';
}

const REFUSES_MESSAGE = new Set([400, 413, 422]);
const REFUSES_US = new Set([301, 302, 303, 307, 308, 401, 403, 404, 405]);

/** A refusal as the port gives it. `retryHeader` names the header that says how long to wait. */
export function refusalOf(outcome: Refused, detail: string, answer: HttpAnswered, retryHeader: string): HandOver {
  if (outcome === 'destination' || outcome === 'content' || outcome === 'unknown') return { outcome, detail };
  return notTaken(outcome, detail, answer, retryHeader);
}

export function notTaken(outcome: NotTaken['outcome'], detail: string, answer: HttpAnswered, retryHeader: string): NotTaken {
  const said = answer.header(retryHeader);
  if (said === undefined && outcome !== 'throttled') return { outcome, detail };
  return { outcome, detail, retryAfterMs: readRetryAfter(said ?? '1', answer.header('date')) };
}

/**
 * Reads seconds, or a date by the gateway's own clock, as milliseconds: at least 100 ms, at most 5 min, and 1 s when the gateway does not
 * say.
 */
function readRetryAfter(said: string, date: string | undefined): number {
  const seconds = Number(said);
  const ms = Number.isNaN(seconds) ? Date.parse(said) - Date.parse(date ?? '') : seconds * 1000;
  return Number.isNaN(ms) ? 1000 : Math.min(Math.max(ms, 100), 300_000);
}
