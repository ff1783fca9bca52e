/** Whether something happened at least so often within the last `withinMs` milliseconds. Remembers that many moments and no more. */
export function rate({ count, withinMs }: { readonly count: number; readonly withinMs: number }, now = () => performance.now()) {
  const moments = new Float64Array(count).fill(-Infinity);
  let next = 0;
  return {
    note(): void {
      moments[next] = now();
      next = (next + 1) % count;
    },
    isHigh: () => now() - (moments[next] ?? -Infinity) <= withinMs,
  };
}
