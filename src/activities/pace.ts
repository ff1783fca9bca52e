/** Slots are a little further apart than the rate says, because messages that leave evenly arrive in clumps. */
const SPACING = 1.025;
/** The least time for `tps` turns, milliseconds: more than a second, but less than `SPACING` gives, so that late messages catch up. */
const SECOND_MS = 1015;

/** How fast a link takes messages. */
export type Pace = {
  /** Between the slots of all workers together, milliseconds. */
  readonly intervalMs: number;
  /** Takes the next turn of this worker, and says how long the message must wait for it, milliseconds. */
  readonly takeTurn: () => number;
};

/**
 * The pace of a link that takes `tps` messages a second. A slot says when a message may leave, but its claim may hold it up: after a second
 * in which the disk did not answer, all messages with a slot in that second would leave together. So each takes a turn as its last step,
 * and a worker has at most `tps` turns a second.
 * @param now milliseconds of a clock that never jumps
 */
export function createPace(tps: number, now: () => number = () => performance.now()): Pace {
  const lastTurns = new Float64Array(Math.ceil(tps)).fill(-Infinity);
  let oldest = 0;
  return {
    intervalMs: (1e3 / tps) * SPACING,
    takeTurn() {
      const asked = now();
      const leaves = Math.max(asked, (lastTurns[oldest] ?? -Infinity) + SECOND_MS);
      lastTurns[oldest] = leaves;
      oldest = (oldest + 1) % lastTurns.length;
      return leaves - asked;
    },
  };
}
