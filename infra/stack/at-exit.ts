/**
 * Calls `last`, which cannot wait for anything, when this process ends: by itself, or by a signal that nobody else here listens to
 * (such a signal would end it without a word). Only kill -9 passes it by.
 * @returns takes it back
 */
export function onExit(last: () => void): () => void {
  if (lasts.size === 0) listen();
  lasts.add(last);
  return () => {
    lasts.delete(last);
    if (lasts.size === 0) forget();
  };
}

const lasts = new Set<() => void>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function listen(): void {
  process.on('exit', callAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function forget(): void {
  process.off('exit', callAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  callAll();
  forget();
  process.kill(process.pid, signal);
}

function callAll(): void {
  for (const last of lasts) last();
  lasts.clear();
}
