/** The apologies came due before their dossiers were ready: the figures would say nothing. */
export class TooSlowError extends Error {}

const ATTEMPTS = 3;

/**
 * Plays something whose apologies come due in `allowedMs`; with twice the time, and then thrice, when its dossiers were not ready by then.
 * `attempt` keeps the receipt codes apart.
 */
export async function inTime<T>(
  allowedMs: number,
  say: (line: string) => void,
  play: (dueMs: number, attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await play(Math.ceil((Date.now() + allowedMs * attempt) / 1000) * 1000, attempt);
    } catch (error) {
      if (!(error instanceof TooSlowError) || attempt >= ATTEMPTS) throw error;
      say(`again: ${error.message}`);
    }
  }
}

/** @throws TooSlowError when it has come already */
export async function untilDue(dueMs: number): Promise<void> {
  const leftMs = dueMs - Date.now();
  if (leftMs < 0) throw new TooSlowError(`the dossiers were ready ${(-leftMs / 1000).toFixed(1)} s after they came due`);
  await new Promise((resolve) => setTimeout(resolve, leftMs));
}
