export type Interrupt = { readonly signal: AbortSignal; readonly happened: Promise<void> };

/**
 * Ctrl-C, a polite kill, or the terminal closing: aborts `signal`. A second one, a moment later, ends this process at once; the programs it
 * started are asked to stop even then. npm and tsx pass a Ctrl-C on that we have had already, hence the moment.
 */
export function onInterrupt(say: (line: string) => void): Interrupt {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const heard = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      say('\nstopping (Ctrl-C again ends it at once)');
      controller.abort(new Error('interrupted'));
    } else if (Date.now() - firstAt > SAME_MS) process.exit(1);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, heard);
  // A closed terminal must not end us before the programs are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const happened = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true }));
  return { signal: controller.signal, happened };
}

const SAME_MS = 1000;
