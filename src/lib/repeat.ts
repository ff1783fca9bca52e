export type Repeating = { readonly stop: () => Promise<void> };

/** Runs a job again and again, one at a time, `everyMs` after it ended; `stop` resolves when the one under way has ended. */
export function repeat(everyMs: number, job: () => Promise<void>, failed: (error: unknown) => void): Repeating {
  let stopped = false;
  let wake = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    while (!stopped) {
      await job().catch(failed);
      if (!stopped) await pause();
    }
  };
  const ended = loop();
  return {
    stop() {
      stopped = true;
      wake();
      return ended;
    },
  };
}
