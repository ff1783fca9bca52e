import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { messageOf } from './eventually.ts';

export type Supervisor = {
  /** To be called when a program ended by itself. Says so and starts it again, after a pause that grows while it keeps ending. */
  readonly ended: (name: string, how: string) => void;
  /** Names the programs to keep running. */
  readonly attach: (children: readonly Child[]) => void;
  readonly stop: () => void;
};

/** Keeps programs running, and says so each time one had to be started again. */
export function createSupervisor(say: (line: string) => void): Supervisor {
  const children = new Map<string, Child>();
  const pauses = new Map<string, { readonly ms: number; readonly at: number }>();
  const stopping = new AbortController();

  const pauseFor = (name: string): number => {
    const last = pauses.get(name);
    const ms = last && Date.now() - last.at < CALM_AFTER_MS ? Math.min(last.ms * 2, PAUSE_MAX_MS) : PAUSE_MIN_MS;
    pauses.set(name, { ms, at: Date.now() });
    return ms;
  };

  const restart = async (child: Child, what: string): Promise<void> => {
    const pauseMs = pauseFor(child.name);
    say(`${child.name} ${what}: starting it again in ${pauseMs / 1000} s (its log: ${child.logFile})`);
    await sleep(pauseMs, undefined, { signal: stopping.signal });
    try {
      await child.start();
    } catch (error) {
      return restart(child, `did not start (${messageOf(error).split('\n')[0]})`);
    }
    if (stopping.signal.aborted) await child.stop();
    else say(`${child.name} runs again`);
  };

  const ended = (name: string, how: string): void => {
    if (stopping.signal.aborted) return;
    const child = children.get(name);
    if (child) restart(child, `ended unexpectedly (${how})`).catch(() => undefined);
  };

  return {
    ended,
    attach(all) {
      for (const child of all) children.set(child.name, child);
    },
    stop: () => stopping.abort(),
  };
}

const PAUSE_MIN_MS = 1000;
const PAUSE_MAX_MS = 30_000;
/** After a program has run this long, its next pause is the shortest again. */
const CALM_AFTER_MS = 120_000;
