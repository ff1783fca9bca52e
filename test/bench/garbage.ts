/**
 * With these `NODE_OPTIONS` all threads of a program collect their garbage at SIGUSR2. Otherwise a process holds between what it needs and
 * twice that, depending on when it last collected.
 */
export const COLLECTS_AT_SIGUSR2 = `--import data:text/javascript,${encodeURIComponent(`
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  import { BroadcastChannel, isMainThread } from 'node:worker_threads';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const threads = new BroadcastChannel('collect').unref();
  threads.onmessage = () => collect();
  if (isMainThread) process.on('SIGUSR2', () => (threads.postMessage(null), collect()));
`)}`;

/** Of a program that was started so; any other ends by it. @throws when it does not run */
export function collectGarbage(pid: number | undefined): void {
  if (pid === undefined) throw new Error('a program that does not run has no garbage');
  process.kill(pid, 'SIGUSR2');
}
