import { asyncLocalStorage } from '@temporalio/activity';

/** Sends heartbeats while the activity runs, so that Temporal soon notices that a worker was killed. A short activity sends none. */
export function withHeartbeat<Arguments extends unknown[], Result>(activity: (...args: Arguments) => Promise<Result>) {
  return async (...args: Arguments): Promise<Result> => {
    const context = asyncLocalStorage.getStore();
    const timer = setInterval(() => context?.heartbeat(), (context?.info.heartbeatTimeoutMs ?? 5000) / 2);
    try {
      return await activity(...args);
    } finally {
      clearInterval(timer);
    }
  };
}
