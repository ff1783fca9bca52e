import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive, type Identity } from './processes.ts';

export type Lock = { readonly taken: true; readonly release: () => void } | { readonly taken: false; readonly heldBy: number };

/**
 * Takes a lock: a file that names its holder's pid and start time. The lock of a process that has ended is taken over, even when another
 * process has that pid by now.
 */
export function takeLock(file: string): Lock {
  mkdirSync(path.dirname(file), { recursive: true });
  const ownFile = `${file}.${process.pid}`;
  const content = JSON.stringify(identify(process.pid));
  writeFileSync(ownFile, content);
  try {
    for (;;) {
      if (link(ownFile, file)) return { taken: true, release: () => release(file, content) };
      const held = read(file);
      const holder = held === undefined ? undefined : parse(held);
      if (holder && isAlive(holder)) return { taken: false, heldBy: holder.pid };
      if (held !== undefined) removeStale(file, held);
    }
  } finally {
    rmSync(ownFile, { force: true });
  }
}

/** A hard link is made or refused in one step, and the content is already in it. Returns whether it was made. */
function link(from: string, file: string): boolean {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** In the meantime another process may have removed the stale lock and taken its own: that one is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) link(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string, content: string): void {
  if (read(file) === content) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(content: string): Identity | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something read from a file names one life of one process. */
export function isIdentity(value: unknown): value is Identity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'started' in value &&
    typeof value.started === 'string'
  );
}
