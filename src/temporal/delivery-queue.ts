import { codeKey, type CodeKey } from '../domain/receipt-code.ts';
import { mergeParcels, type Parcel } from './parcel.ts';
import { createRush } from './rush.ts';

/** Deliveries at a time. */
export const CONCURRENCY = 32;

/** How often parcels that stand back in a rush are looked at again, milliseconds. */
const LOOK_AGAIN_MS = 25;

/** `waiting`: the parcels that wait behind this one. Never rejects. */
type Deliver = (parcel: Parcel, waiting: number) => Promise<void>;

/** `since` by the steady clock of the process. */
type Waiting = { readonly parcel: Parcel; readonly since: number };

/**
 * Delivers parcels, the oldest first, `CONCURRENCY` at a time and never two for the same dossier. Parcels for a dossier that wait together
 * are delivered as one, so that their events share a signal.
 */
export function createDeliveryQueue(deliver: Deliver, rush = createRush()) {
  const waiting = new Map<CodeKey, Waiting>();
  const underWay = new Map<CodeKey, Promise<void>>();
  let lookAgain: NodeJS.Timeout | undefined;
  let stopped = false;

  const begin = (key: CodeKey, parcel: Parcel) => {
    waiting.delete(key);
    const ended = deliver(parcel, waiting.size).finally(() => {
      underWay.delete(key);
      beginNext();
    });
    underWay.set(key, ended);
  };

  const beginNext = () => {
    for (const [key, { parcel, since }] of waiting) {
      if (stopped || underWay.size >= CONCURRENCY) return;
      if (rush.holdsBack(waiting.size + underWay.size, performance.now() - since)) return beginNextSoon();
      if (!underWay.has(key)) begin(key, parcel);
    }
  };

  const beginNextSoon = () => {
    lookAgain ??= setTimeout(() => {
      lookAgain = undefined;
      beginNext();
    }, LOOK_AGAIN_MS);
  };

  return {
    add(parcel: Parcel): void {
      const key = codeKey(parcel.receiptCode);
      const before = waiting.get(key);
      waiting.set(key, { parcel: mergeParcels(before?.parcel, parcel), since: before?.since ?? performance.now() });
      beginNext();
    },
    has: (key: CodeKey) => waiting.has(key) || underWay.has(key),
    keys: (): readonly CodeKey[] => [...underWay.keys(), ...waiting.keys()],
    /** Begins no more deliveries; resolves when those under way have ended. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(lookAgain);
      await Promise.all(underWay.values());
    },
  };
}
