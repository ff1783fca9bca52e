/** A little more than even: what leaves evenly arrives in clumps, and no second of the carrier's may see more than its rate. */
const SPACING = 1.025;
/** A second, and of that little more what the way to the gateway may differ by; with the rest who is late catches up. Milliseconds. */
const SECOND_MS = 1015;

/** The pace of a link that takes `tps` messages a second. */
export type Pace = {
  /** Between the slots of all workers together, milliseconds. */
  readonly intervalMs: number;
  /** How long one more message waits before it leaves this worker, milliseconds: in the order of asking, at most `tps` a second. */
  readonly turn: () => number;
};

/**
 * A slot says when a message may leave, but its claim may keep it longer: after a second in which the disk did not answer, all that had a slot
 * in it would leave at once. So each asks for its turn last of all.
 * @param now milliseconds of a clock that never jumps
 */
export function linkPace(tps: number, now: () => number = () => performance.now()): Pace {
  const leaving = new Float64Array(Math.ceil(tps)).fill(-Infinity);
  let next = 0;
  return {
    intervalMs: (1e3 / tps) * SPACING,
    turn() {
      const asked = now();
      const leaves = Math.max(asked, (leaving[next] ?? -Infinity) + SECOND_MS);
      leaving[next] = leaves;
      next = (next + 1) % leaving.length;
      return leaves - asked;
    },
  };
}
