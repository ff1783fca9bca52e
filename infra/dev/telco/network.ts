import { createConversations, type Conversations, type Placed } from './conversations.ts';
import { openEntryLog } from './entry-log.ts';
import type { Entry } from './entry.ts';
import { createFaultDesk, type Fault, type FaultDesk } from './fault.ts';
import { createHandovers, type Handovers } from './handovers.ts';

export type Change = { readonly type: 'message'; readonly message: Placed } | { readonly type: 'fault'; readonly fault: Fault };

/** All that the network knows, in one place. */
export type Network = {
  readonly handovers: Handovers;
  readonly conversations: Conversations;
  readonly faults: FaultDesk;
  /** Writes the entry to the log, takes it in, tells the watchers. */
  readonly record: (entry: Entry) => void;
  /** Returns how to stop watching. */
  readonly watch: (watcher: (change: Change) => void) => () => void;
  readonly close: () => void;
};

/** @throws when the log cannot be read (`openEntryLog`) */
export function openNetwork({ dataFile, shortCode }: { readonly dataFile?: string; readonly shortCode: string }): Network {
  const log = openEntryLog(dataFile);
  const handovers = createHandovers();
  const conversations = createConversations(shortCode);
  const watchers = new Set<(change: Change) => void>();

  const tell = (change: Change) => watchers.forEach((watcher) => watcher(change));
  const takeIn = (entry: Entry) => {
    handovers.apply(entry);
    return conversations.apply(entry);
  };
  log.entries.forEach(takeIn);

  let open = true;
  return {
    handovers,
    conversations,
    faults: createFaultDesk((fault) => tell({ type: 'fault', fault })),
    record(entry) {
      // What ends after the close (a last answer) is not worth a fault.
      if (!open) return;
      log.append(entry);
      takeIn(entry).forEach((message) => tell({ type: 'message', message }));
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
