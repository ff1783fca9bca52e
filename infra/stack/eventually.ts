import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks repeatedly until the answer is neither undefined nor false.
 * @param what completes the sentence "… within 5 s", for the error
 * @throws when the time is over, with the last error or answer
 */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 50 } = {},
): Promise<Exclude<T, undefined | false>> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await attempt(ask);
    if (answer.ok && isYes(answer.value)) return answer.value;
    if (Date.now() >= until) throw new Error(`expected ${what} within ${withinMs / 1000} s; last: ${describe(answer)}`);
    await sleep(everyMs);
  }
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function attempt<T>(ask: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, error };
  }
}

function isYes<T>(value: T): value is Exclude<T, undefined | false> {
  return value !== undefined && value !== false;
}

function describe(answer: Attempt<unknown>): string {
  return answer.ok ? String(answer.value) : messageOf(answer.error);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
