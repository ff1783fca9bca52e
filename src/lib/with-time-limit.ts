/** The answer may still come, but whoever asked for it waits no longer. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
  /** As of a socket that timed out, so that a server that is too slow counts as one that is away. */
  readonly code = 'ETIMEDOUT';
}

/** Waits for the answer, but not longer than `limitMs`. @throws the answer's own error, or TookTooLong */
export function withTimeLimit<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TookTooLong(`no answer within ${limitMs} ms`)), limitMs).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
