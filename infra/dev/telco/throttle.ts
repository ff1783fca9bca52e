const WINDOW_MS = 1000;

/** Returns whether one more request is within the rate, and counts it if so. */
export type Throttle = () => boolean;

/**
 * Admits at most `ratePerSecond` requests in any one second.
 * @param ratePerSecond 0: no limit
 * @param nowMs a clock that never steps back, milliseconds
 */
export function createThrottle(ratePerSecond: number, nowMs: () => number = () => performance.now()): Throttle {
  let admitted: readonly number[] = [];
  return () => {
    if (ratePerSecond === 0) return true;
    const now = nowMs();
    admitted = admitted.filter((at) => now - at < WINDOW_MS);
    if (admitted.length >= ratePerSecond) return false;
    admitted = [...admitted, now];
    return true;
  };
}
