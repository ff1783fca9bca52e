import { vi } from 'vitest';

/** Repeats until it no longer throws; after `withinMs` its last error is the test's. */
export function eventually<T>(check: () => T | Promise<T>, withinMs = 15_000): Promise<T> {
  return vi.waitFor(check, { timeout: withinMs, interval: 50 });
}
