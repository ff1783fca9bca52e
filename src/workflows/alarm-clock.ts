import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { epochMs, type Instant } from '../domain/calendar.ts';

/** One durable timer: setting it for the same instant again costs nothing, for another one replaces it, for a past one is silence. */
export function alarmClock() {
  let setFor: Instant | null = null;
  let timer: CancellationScope | undefined;
  let rung = false;

  const start = (waitMs: number) => {
    timer = new CancellationScope();
    timer
      .run(() => sleep(waitMs))
      .then(
        () => void (rung = true),
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  };

  return {
    /** Also stops a ringing clock. */
    setFor(instant: Instant | null): void {
      rung = false;
      if (instant === setFor) return;
      setFor = instant;
      timer?.cancel();
      timer = undefined;
      const waitMs = instant === null ? 0 : epochMs(instant) - Date.now();
      if (waitMs > 0) start(waitMs);
    },
    hasRung: () => rung,
  };
}
