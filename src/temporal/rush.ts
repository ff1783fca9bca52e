import { rate } from '../lib/rate.ts';

/** A rush: `count` writes within `withinMs` milliseconds that leave more than `pending` parcels to deliver, however fast the machine is. */
const RUSH = { count: 20, withinMs: 400, pending: 8 } as const;

/** No parcel stands back for longer, milliseconds. Its lease is renewed meanwhile. */
const STAND_BACK_MS = 5000;

/** In a rush, acknowledging comes before delivering: parcels stand back, and the events that gather for a dossier share a signal. */
export function createRush() {
  const writes = rate(RUSH);
  return {
    noteWrite: (): void => writes.note(),
    /** Whether a parcel that has waited this long stands back while this many are pending. */
    holdsBack: (pending: number, waitedMs: number): boolean => writes.isHigh() && pending > RUSH.pending && waitedMs < STAND_BACK_MS,
  };
}
