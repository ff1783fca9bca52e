import { setTimeout as sleep } from 'node:timers/promises';

export type Repeating = { readonly stop: () => Promise<void> };

/** Runs a job again and again, one run at a time, `everyMs` after the last one ended. `stop` resolves when the run under way has ended. */
export function repeat(everyMs: number, job: () => Promise<void>, failed: (error: unknown) => void): Repeating {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      await job().catch(failed);
      await sleep(everyMs, undefined, { signal }).catch(() => {}); // rejects only when it is stopped
    }
  };
  const ended = loop();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}
