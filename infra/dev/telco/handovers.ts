import type { Entry, EntryOf, Outcome } from './entry.ts';

/** One request to `/send` as it was received. The missing fields of a malformed one are empty. Instants are ISO strings in UTC. */
export type Handover = {
  readonly at: string;
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** As the sender named it: `unicode` or `ascii`. */
  readonly encoding: string;
  readonly segments: number;
  readonly outcome: Outcome;
  /** Whether the whole answer left the network. */
  readonly answered: boolean;
  readonly messageId: string | null;
  /** When the telephone got it. */
  readonly delivered: string | null;
  readonly receipt: 'acknowledged' | 'abandoned' | null;
};

export type Handovers = {
  readonly apply: (entry: Entry) => void;
  readonly all: () => readonly Handover[];
  readonly count: () => number;
  /** The message as which this id was accepted. */
  readonly messageIdOf: (id: string) => string | undefined;
  /** The accepted ones whose receipt is neither acknowledged nor given up. */
  readonly withoutReceipt: () => readonly (Handover & { readonly messageId: string })[];
};

/** The list of hand-overs, computed from the log. */
export function createHandovers(): Handovers {
  const all: Handover[] = [];
  const accepted = new Map<string, string>();
  const numbers = new Map<string, number>();

  const add = (entry: EntryOf<'handover'>) => {
    const { number, at, id, to, from, text, encoding, segments, outcome, messageId } = entry;
    all[number] = { at, id, to, from, text, encoding, segments, outcome, answered: false, messageId, delivered: null, receipt: null };
    if (outcome !== 'accepted' || messageId === null) return;
    accepted.set(id, messageId);
    numbers.set(messageId, number);
  };
  const amend = (number: number | undefined, change: Partial<Handover>) => {
    const handover = number === undefined ? undefined : all[number];
    if (number !== undefined && handover) all[number] = { ...handover, ...change };
  };

  return {
    apply(entry) {
      if (entry.type === 'handover') add(entry);
      else if (entry.type === 'answered') amend(entry.number, { answered: true });
      else if (entry.type === 'delivered') amend(numbers.get(entry.messageId), { delivered: entry.at });
      else if (entry.type === 'receipt') amend(numbers.get(entry.messageId), { receipt: entry.became });
    },
    all: () => [...all],
    count: () => all.length,
    messageIdOf: (id) => accepted.get(id),
    withoutReceipt: () =>
      all.flatMap((handover) => {
        const { messageId, outcome, receipt } = handover;
        return messageId !== null && outcome === 'accepted' && receipt === null ? [{ ...handover, messageId }] : [];
      }),
  };
}
