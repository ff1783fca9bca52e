import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ENTRY, type Entry } from './entry.ts';

export type EntryLog = {
  /** The entries that the file held when it was opened. */
  readonly entries: readonly Entry[];
  readonly append: (entry: Entry) => void;
  readonly close: () => void;
};

/**
 * Opens the file of JSON lines. The operating system has an entry when `append` returns, so the entry survives a killed process.
 * @param file undefined: nothing is kept
 * @throws when a line is no entry; an unfinished last line is dropped
 */
export function openEntryLog(file: string | undefined): EntryLog {
  if (file === undefined) return { entries: [], append: () => {}, close: () => {} };
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const handle = openSync(file, 'a');
  const finished = dropUnfinished(file);
  return {
    entries: finished.split('\n').flatMap((line, index) => (line === '' ? [] : [readLine(line, `${file}:${index + 1}`)])),
    append: (entry) => void writeSync(handle, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(handle),
  };
}

function dropUnfinished(file: string): string {
  const text = readFileSync(file, 'utf8');
  const finished = text.slice(0, text.lastIndexOf('\n') + 1);
  if (finished !== text) truncateSync(file, Buffer.byteLength(finished));
  return finished;
}

function readLine(line: string, where: string): Entry {
  try {
    return ENTRY.parse(JSON.parse(line));
  } catch (error) {
    throw new Error(`${where} is no entry of the simulator's log`, { cause: error });
  }
}
