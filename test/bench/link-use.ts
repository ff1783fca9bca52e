import type { Sent } from './contestant.ts';

/** The share of its capacity from the first message to the last, and how far the fullest clock second lay above the rate. */
export function useOf(sent: readonly Pick<Sent, 'atMs'>[], tps: number): { readonly use: number; readonly over: number } {
  const times = sent.map(({ atMs }) => atMs);
  const tookS = (Math.max(...times) - Math.min(...times)) / 1000 + 1 / tps;
  const inSecond = new Map<number, number>();
  for (const atMs of times) inSecond.set(Math.floor(atMs / 1000), (inSecond.get(Math.floor(atMs / 1000)) ?? 0) + 1);
  return { use: times.length / (tookS * tps), over: Math.max(0, ...[...inSecond.values()].map((count) => count - tps)) };
}
