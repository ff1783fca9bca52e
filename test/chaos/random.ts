/** Numbers that look random and are the same for the same seed (mulberry32). */
export type Dice = {
  /** From 0 to just under 1. */
  readonly fraction: () => number;
  /** A whole number of `from..to`, both among them. */
  readonly whole: (from: number, to: number) => number;
  readonly pick: <const T>(all: readonly [T, ...T[]]) => T;
  readonly shuffled: <T>(all: readonly T[]) => readonly T[];
};

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    whole,
    pick: (all) => all[whole(0, all.length - 1)] ?? all[0],
    shuffled: (all) =>
      all
        .map((one) => ({ one, at: fraction() }))
        .toSorted((left, right) => left.at - right.at)
        .map(({ one }) => one),
  };
}

/** For a run that was given no seed. */
export function anySeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
