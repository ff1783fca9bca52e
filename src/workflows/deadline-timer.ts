import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { epochMs, type Instant } from '../domain/calendar.ts';

/**
 * One durable timer. Setting it for the same instant again does nothing, for another instant replaces it, for a past one stops it.
 * @param summaryOf what the Temporal UI writes beside it
 */
export function createDeadlineTimer(summaryOf: (deadline: Instant) => string) {
  let deadline: Instant | null = null;
  let timer: CancellationScope | undefined;
  let fired = false;

  const start = (instant: Instant, waitMs: number) => {
    timer = new CancellationScope();
    timer
      .run(() => sleep(waitMs, { summary: summaryOf(instant) }))
      .then(
        () => void (fired = true),
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  };

  return {
    /** Also resets `hasFired`. A timer that fired too early, because the server's clock was set back since, is started again. */
    setFor(instant: Instant | null): void {
      const firedEarly = fired && instant !== null && epochMs(instant) > Date.now();
      fired = false;
      if (instant === deadline && !firedEarly) return;
      deadline = instant;
      timer?.cancel();
      timer = undefined;
      if (instant === null) return;
      const waitMs = epochMs(instant) - Date.now();
      if (waitMs > 0) start(instant, waitMs);
    },
    hasFired: () => fired,
  };
}
