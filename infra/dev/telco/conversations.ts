import type { Entry } from './entry.ts';
import { readNotice, applyReply, readText, type Message } from './message.ts';

/** A message in its conversation. Both numbers only grow: the place with each new message, the version with each change. */
export type Placed = Message & { readonly place: number; readonly version: number };

type PhoneSummary = { readonly phone: string; readonly count: number; readonly last: Placed };

export type Conversations = {
  /** Returns the messages that the entry brought or changed. */
  readonly apply: (entry: Entry) => readonly Placed[];
  /** The telephone that was active last comes first. */
  readonly phones: () => readonly PhoneSummary[];
  readonly of: (phone: string) => readonly Placed[];
  readonly unansweredTexts: () => readonly Placed[];
};

/** What the telephones show, computed from the log. */
export function createConversations(shortCode: string): Conversations {
  const phones = new Map<string, string[]>();
  const messages = new Map<string, Placed>();
  let version = 0;

  const put = (message: Message): Placed => {
    version += 1;
    const known = messages.get(message.id);
    const placed = { ...message, place: known?.place ?? version, version };
    messages.set(message.id, placed);
    if (!known) addTo(phones, message);
    return placed;
  };

  return {
    apply: (entry) => changesBy(entry, (id) => messages.get(id), shortCode).map(put),
    phones: () => [...phones].toReversed().flatMap(([phone, ids]) => summaryOf(phone, ids.length, messages.get(ids.at(-1) ?? ''))),
    of: (phone) => (phones.get(phone) ?? []).flatMap((id) => messages.get(id) ?? []),
    unansweredTexts: () => [...messages.values()].filter(({ progress }) => progress === 'waiting' || progress === 'retrying'),
  };
}

function addTo(phones: Map<string, string[]>, { phone, id }: Message): void {
  const ids = phones.get(phone) ?? [];
  ids.push(id);
  // Deleted and set again, because a Map keeps the order of insertion: the telephone that was active last is its last key.
  phones.delete(phone);
  phones.set(phone, ids);
}

function summaryOf(phone: string, count: number, last: Placed | undefined): readonly PhoneSummary[] {
  return last ? [{ phone, count, last }] : [];
}

function changesBy(entry: Entry, find: (id: string) => Message | undefined, shortCode: string): readonly Message[] {
  const changed = (id: string, change: Partial<Message>) => [find(id) ?? []].flat().map((message) => ({ ...message, ...change }));
  switch (entry.type) {
    case 'handover':
      return entry.outcome === 'accepted' && entry.messageId !== null ? [readNotice(entry, entry.messageId, shortCode)] : [];
    case 'delivered':
      return changed(entry.messageId, { delivered: entry.at });
    case 'receipt':
      return changed(entry.messageId, { receipt: entry.became });
    case 'text':
      return [readText(entry)];
    case 'attempt_failed':
      return changed(entry.id, { progress: entry.last ? 'failed' : 'retrying', reason: entry.reason });
    case 'reply':
      return [find(entry.id) ?? []].flat().flatMap((asked) => applyReply(asked, entry, shortCode));
    case 'answered':
    default:
      return [];
  }
}
