import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive, type Identity } from './processes.ts';

export type Lock = { readonly taken: true; readonly release: () => void } | { readonly taken: false; readonly heldBy: number };

/**
 * Takes a lock that is a file with its holder's pid and start time. The lock of a process that is gone is taken over,
 * also when its pid has been given to another process since.
 */
export function takeLock(file: string): Lock {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  const content = JSON.stringify(identify(process.pid));
  writeFileSync(mine, content);
  try {
    for (;;) {
      if (linked(mine, file)) return { taken: true, release: () => release(file, content) };
      const held = read(file);
      const holder = held === undefined ? undefined : parse(held);
      if (holder && isAlive(holder)) return { taken: false, heldBy: holder.pid };
      if (held !== undefined) putAside(file, held);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** A hard link is made or refused in one step, with the content already in it. */
function linked(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Another process may have put the stale lock aside and taken its own in the meantime: that one is given back. */
function putAside(file: string, stale: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) linked(aside, file);
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
