/** More queries than this at a time would only wait behind each other. */
const MAX_IN_FLIGHT = 8;
/** The breaker opens when 5 of the last 10 queries failed. */
const RESULTS_TO_REMEMBER = 10;
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 1000;
/** The breaker closes after this many good probes in a row. */
const GOOD_PROBES_TO_CLOSE = 3;

/** `ask`: the answer is worth waiting for. `probe`: ask to find out whether the server is well again, and wait for nothing. */
export type Permit = 'ask' | 'probe' | 'refuse';

type Granted = Exclude<Permit, 'refuse'>;
type Breaker =
  | { readonly state: 'closed'; readonly lastResults: readonly boolean[] }
  | { readonly state: 'open'; readonly goodProbes: number; readonly nextProbeAt: number };

const CLOSED: Breaker = { state: 'closed', lastResults: [] };

/**
 * Keeps queries from piling up on a slow server (architecture §2.5): only a few run at a time, and while they fail, one probe a second.
 * @param now milliseconds of a clock that never jumps
 */
export function createBulkhead(now: () => number = () => performance.now()) {
  let inFlight = 0;
  let breaker = CLOSED;

  const record = (permit: Granted, succeeded: boolean) => {
    breaker = breakerAfter(breaker, permit, succeeded, now());
  };

  return {
    /** Whether a query may run now. Each permit is for one query. */
    permit(): Permit {
      if (inFlight >= MAX_IN_FLIGHT) return 'refuse';
      if (breaker.state === 'closed') return 'ask';
      if (now() < breaker.nextProbeAt) return 'refuse';
      breaker = { ...breaker, nextProbeAt: now() + PROBE_EVERY_MS };
      return 'probe';
    },
    isOpen: () => breaker.state === 'open',
    /** Runs one query. Only an error that `isServerFailure` recognises counts as a failure; any other counts neither way. */
    async run<T>(permit: Granted, query: () => Promise<T>, isServerFailure: (error: unknown) => boolean): Promise<T> {
      inFlight += 1;
      try {
        const answer = await query();
        record(permit, true);
        return answer;
      } catch (error) {
        if (isServerFailure(error)) record(permit, false);
        throw error;
      } finally {
        inFlight -= 1;
      }
    },
  };
}

function breakerAfter(breaker: Breaker, permit: Granted, succeeded: boolean, nowMs: number): Breaker {
  if (breaker.state === 'open') {
    if (permit !== 'probe') return breaker; // This query began before the breaker opened.
    const goodProbes = succeeded ? breaker.goodProbes + 1 : 0;
    return goodProbes >= GOOD_PROBES_TO_CLOSE ? CLOSED : { ...breaker, goodProbes };
  }
  const lastResults = [...breaker.lastResults, succeeded].slice(-RESULTS_TO_REMEMBER);
  const failures = lastResults.filter((each) => !each).length;
  if (failures < FAILURES_TO_OPEN) return { state: 'closed', lastResults };
  return { state: 'open', goodProbes: 0, nextProbeAt: nowMs + PROBE_EVERY_MS };
}
