/**
 * The options of Node under which `api` and `worker` run: in the stack of this machine, in the Dockerfile and in the units of systemd, which
 * a test compares. Whoever asks during a collection of garbage waits for its end. So V8 gets as many helper threads as there are processors
 * (by default four on any machine), it does not collect because a program has become quiet, and the young half of the heap has 16 MB from
 * the start.
 */
export const HEAP_OPTIONS = ['--v8-pool-size=0', '--no-memory-reducer', '--min-semi-space-size=16'] as const;
