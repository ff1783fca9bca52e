/** Runs a job again and again, one at a time, until it is stopped. */
export function repeat(
  everyMs: number,
  job: () => Promise<void>,
  failed: (error: unknown) => void,
): { readonly stop: () => Promise<void> } {
  let stopped = false;
  let wake = () => {};
  const loop = (async () => {
    while (!stopped) {
      await job().catch(failed);
      if (!stopped) await new Promise<void>((resolve) => void ((wake = resolve), setTimeout(resolve, everyMs)));
    }
  })();
  return {
    stop: () => {
      stopped = true;
      wake();
      return loop;
    },
  };
}
