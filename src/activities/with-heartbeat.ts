import { asyncLocalStorage } from '@temporalio/activity';

/** Lets Temporal see within its heartbeat time-out that a worker was killed in an activity. A short one is over before its first beat. */
export function beating<Arguments extends unknown[], Result>(activity: (...args: Arguments) => Promise<Result>) {
  return async (...args: Arguments): Promise<Result> => {
    const context = asyncLocalStorage.getStore();
    const beat = setInterval(() => context?.heartbeat(), (context?.info.heartbeatTimeoutMs ?? 5000) / 2);
    try {
      return await activity(...args);
    } finally {
      clearInterval(beat);
    }
  };
}
