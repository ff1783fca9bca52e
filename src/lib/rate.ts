/**
 * Whether something happens so often: so many times within the last `withinMs` milliseconds, the last of them within the last quarter.
 * Remembers that many moments and no more.
 */
export function rate({ count, withinMs }: { readonly count: number; readonly withinMs: number }, now = () => performance.now()) {
  const moments = new Float64Array(count).fill(-Infinity);
  let next = 0;
  const ago = (moment: number | undefined) => now() - (moment ?? -Infinity);
  return {
    note(): void {
      moments[next] = now();
      next = (next + 1) % count;
    },
    isHigh: () => ago(moments[next]) <= withinMs && ago(moments.at(next - 1)) <= withinMs / 4,
  };
}
