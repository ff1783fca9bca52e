/** Slots are a little further apart than the rate says, because messages that leave evenly arrive in clumps. */
const SPACING = 1.025;
/** The least time for `tps` turns, milliseconds: more than a second, but less than `SPACING` gives, so that late messages catch up. */
const SECOND_MS = 1015;

/** How fast a link takes messages, or parts of messages where its rate counts those. */
export type Pace = {
  /** Between the slots of all workers together, milliseconds. */
  readonly intervalMs: number;
  /** Takes the next turns of this worker, and says how long the message must wait for them, milliseconds. */
  readonly takeTurn: (turns?: number) => number;
};

/**
 * The pace of a link that takes `tps` messages a second. A slot says when a message may leave, but its claim may hold it up: after a second
 * in which the disk did not answer, all messages with a slot in that second would leave together. So each takes a turn as its last step,
 * and a worker has at most `tps` turns a second. A message of more parts than that leaves whole, and the next one waits longer.
 * @param now milliseconds of a clock that never jumps
 */
export function createPace(tps: number, now: () => number = () => performance.now()): Pace {
  const lastTurns = new Float64Array(Math.ceil(tps)).fill(-Infinity);
  let oldest = 0;
  return {
    intervalMs: (1e3 / tps) * SPACING,
    takeTurn(turns = 1) {
      const asked = now();
      const size = lastTurns.length;
      const lastOfThem = lastTurns[(oldest + Math.min(turns, size) - 1) % size] ?? -Infinity; // turns stand in order
      const leaves = Math.max(asked, lastOfThem + SECOND_MS);
      for (let nth = 0; nth < turns; nth++) {
        lastTurns[oldest] = leaves + Math.floor(nth / size) * SECOND_MS;
        oldest = (oldest + 1) % size;
      }
      return leaves - asked;
    },
  };
}
