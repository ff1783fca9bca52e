import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppEnv } from '../app-env.ts';

/** Milliseconds. */
export type LivePace = {
  /** How often it is asked whether there is something new. */
  readonly askEvery: number;
  /** How often something is said although nothing is new: proxies hang up when no byte leaves for 30 to 60 s. */
  readonly sayEvery: number;
  /** How long one answer lasts. Then the browser asks again, and who is no longer signed in gets no other. */
  readonly lastsFor: number;
};

export const LIVE_PACE: LivePace = { askEvery: 5000, sayEvery: 15_000, lastsFor: 60_000 };

/** How long a browser waits before it asks again, milliseconds. */
const RETRY_MS = 2000;

/**
 * Tells a browser the version of what it shows, at once and whenever it is another one, by server-sent events. While the version cannot be
 * read, only a comment is sent.
 */
export function liveAnswer(
  c: Context<AppEnv>,
  readVersion: () => Promise<string>,
  stopping: AbortSignal,
  { askEvery, sayEvery, lastsFor }: LivePace = LIVE_PACE,
): Response {
  return streamSSE(c, async (stream) => {
    const left = new AbortController();
    stream.onAbort(() => left.abort());
    const signal = AbortSignal.any([stopping, left.signal]);
    const endsAt = performance.now() + lastsFor;
    let said: { readonly version: string | null; readonly at: number } = { version: null, at: -Infinity };
    while (!signal.aborted && performance.now() < endsAt) {
      const version = await readVersion().catch(() => null);
      if (version !== said.version || performance.now() - said.at >= sayEvery) {
        await (version === null ? stream.write(': \n\n') : stream.writeSSE({ data: version, retry: RETRY_MS }));
        said = { version, at: performance.now() };
      }
      await sleep(askEvery, undefined, { signal }).catch(() => {}); // rejects only when it is to end
    }
  });
}
