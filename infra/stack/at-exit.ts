/**
 * Calls `action`, which cannot wait for anything, when this process ends: by itself, or by a signal that nothing else in it listens to.
 * Only kill -9 prevents that.
 * @returns a function that takes the action back
 */
export function onExit(action: () => void): () => void {
  if (actions.size === 0) listen();
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) unlisten();
  };
}

const actions = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function listen(): void {
  process.on('exit', callAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off('exit', callAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  callAll();
  unlisten();
  process.kill(process.pid, signal);
}

function callAll(): void {
  for (const action of actions) action();
  actions.clear();
}
