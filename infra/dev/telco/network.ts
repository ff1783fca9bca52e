import { createConversations, type Conversations, type Placed } from './conversations.ts';
import { openEntryLog } from './entry-log.ts';
import type { Entry } from './entry.ts';
import { createFaultSwitch, type Fault, type FaultSwitch } from './fault.ts';
import { createHandovers, type Handovers } from './handovers.ts';

export type Change = { readonly type: 'message'; readonly message: Placed } | { readonly type: 'fault'; readonly fault: Fault };

/** Everything that the network knows. */
export type Network = {
  readonly handovers: Handovers;
  readonly conversations: Conversations;
  readonly faults: FaultSwitch;
  /** Writes the entry to the log, applies it and notifies the watchers. */
  readonly record: (entry: Entry) => void;
  /** Returns a function that stops the watching. */
  readonly watch: (watcher: (change: Change) => void) => () => void;
  readonly close: () => void;
};

/** @throws when the log cannot be read (`openEntryLog`) */
export function openNetwork({ dataFile, shortCode }: { readonly dataFile?: string; readonly shortCode: string }): Network {
  const log = openEntryLog(dataFile);
  const handovers = createHandovers();
  const conversations = createConversations(shortCode);
  const watchers = new Set<(change: Change) => void>();

  const notify = (change: Change) => watchers.forEach((watcher) => watcher(change));
  const apply = (entry: Entry) => {
    handovers.apply(entry);
    return conversations.apply(entry);
  };
  log.entries.forEach(apply);

  let open = true;
  return {
    handovers,
    conversations,
    faults: createFaultSwitch((fault) => notify({ type: 'fault', fault })),
    record(entry) {
      // An answer may end after the close, which is no fault.
      if (!open) return;
      log.append(entry);
      apply(entry).forEach((message) => notify({ type: 'message', message }));
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    close() {
      open = false;
      log.close();
    },
  };
}
