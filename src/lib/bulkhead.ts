/** Queries in flight at most: more would only wait behind each other. */
const MAX_IN_FLIGHT = 8;
/** Of the last ten, so many failures open the breaker. */
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 1000;
const PROBES_TO_CLOSE = 3;

/** Whether a workflow may be asked, or only the journal (architecture §2.5): `probe` is asked beside an answer from the journal. */
export type Permit = 'ask' | 'probe' | 'refuse';

/**
 * Few queries at a time, and none while they fail, but for a probe a second.
 * @param now milliseconds of a clock that never jumps
 */
export function bulkhead(now: () => number = () => performance.now()) {
  let inFlight = 0;
  let open = false;
  let recent: boolean[] = [];
  let goodProbes = 0;
  let nextProbeAt = 0;

  const permit = (): Permit => {
    if (inFlight >= MAX_IN_FLIGHT) return 'refuse';
    if (!open) return 'ask';
    if (now() < nextProbeAt) return 'refuse';
    nextProbeAt = now() + PROBE_EVERY_MS;
    return 'probe';
  };
  const note = (permit: Permit, answered: boolean) => {
    if (open) {
      if (permit !== 'probe') return; // asked before it opened
      goodProbes = answered ? goodProbes + 1 : 0;
      if (goodProbes >= PROBES_TO_CLOSE) [open, recent] = [false, []];
      return;
    }
    recent = [...recent, answered].slice(-10);
    if (recent.filter((one) => !one).length < FAILURES_TO_OPEN) return;
    [open, goodProbes, nextProbeAt] = [true, 0, now() + PROBE_EVERY_MS];
  };

  return {
    permit,
    isOpen: () => open,
    /** Runs one query; `isFailure` says which errors speak of the server: the others, of the one workflow, count neither way. */
    async run<T>(permit: Permit, query: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T> {
      inFlight += 1;
      try {
        const answer = await query();
        note(permit, true);
        return answer;
      } catch (error) {
        if (isFailure(error)) note(permit, false);
        throw error;
      } finally {
        inFlight -= 1;
      }
    },
  };
}
