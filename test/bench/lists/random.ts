/** Numbers that depend on the seed alone, so that the same dossiers are made and asked for in every run. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  readonly chance: (share: number) => boolean;
  /** A whole number in [0, end). */
  readonly below: (end: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
};

export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { next, below, chance: (share) => next() < share, pick: (from) => from[below(from.length)] ?? from[0] };
}
