import { CancellationScope, isCancellation, patched, sleep } from '@temporalio/workflow';
import { epochMs, type Instant } from '../domain/calendar.ts';

/** Since 1.1: before, a clock that rang too early never rang again. */
const SET_BACK = 'a-server-clock-set-back';

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
    /** Also stops a ringing clock; one that rang before its time, because the server's clock was set back since, is set again. */
    setFor(instant: Instant | null): void {
      const early = rung && instant !== null && instant === setFor && epochMs(instant) > Date.now() && patched(SET_BACK);
      rung = false;
      if (instant === setFor && !early) return;
      setFor = instant;
      timer?.cancel();
      timer = undefined;
      const waitMs = instant === null ? 0 : epochMs(instant) - Date.now();
      if (waitMs > 0) start(waitMs);
    },
    hasRung: () => rung,
  };
}
