export type Interrupt = { readonly signal: AbortSignal; readonly happened: Promise<void> };

/**
 * Ctrl-C, SIGTERM or the closing of the terminal aborts `signal`. A second one ends this process at once, and the programs it started are
 * still asked to stop. npm and tsx pass on a Ctrl-C that we have already received, so one within the same second does not count.
 */
export function onInterrupt(say: (line: string) => void): Interrupt {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const interrupt = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      say('\nstopping (Ctrl-C again ends it at once)');
      controller.abort(new Error('interrupted'));
    } else if (Date.now() - firstAt > SAME_INTERRUPT_MS) process.exit(1);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  // Writing to a closed terminal must not end us before the programs are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const happened = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true }));
  return { signal: controller.signal, happened };
}

const SAME_INTERRUPT_MS = 1000;
