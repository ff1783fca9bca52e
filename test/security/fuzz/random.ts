/** Numbers that look random and are the same for the same seed. */
export type Random = {
  /** From 0 up to, and without, `below`. */
  readonly under: (below: number) => number;
  /** True about so often. */
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  readonly pickFrom: <T>(from: readonly T[]) => T | undefined;
};

/** A stream for each pair, so that request 4711 of a seed can be made again without the 4,710 before it (mulberry32). */
export function randomOf(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(index + 1, 0xc2b2ae35)) | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const under = (below: number) => Math.floor(next() * below);
  return {
    under,
    chance: (share) => next() < share,
    pick: (from) => from[under(from.length)] ?? from[0],
    pickFrom: (from) => from[under(from.length)],
  };
}
