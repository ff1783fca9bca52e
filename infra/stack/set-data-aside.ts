import { existsSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describeOldData, holdsOldData } from './data-format.ts';
import { findDataOfRoot } from './postgres-home.ts';
import { openRun } from './run.ts';

export type SetAsideOptions = {
  readonly dataDir: string;
  /** The command that was given, such as `npm start`, for the advice. */
  readonly command: string;
  /** `--set-data-aside` was given. */
  readonly isOrdered: boolean;
  readonly say: (line: string) => void;
  /** Asks the person at the terminal; undefined where nobody sits there. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
};

/**
 * Data of another version is renamed when the person agrees, and never deleted.
 * @returns whether the folder can be started on
 * @throws when another run is using it
 */
export async function offerToSetDataAside({ dataDir, command, isOrdered, say, ask }: SetAsideOptions): Promise<boolean> {
  if (!holdsOldData(dataDir)) return true;
  const old = describeOldData(dataDir);
  if (!isOrdered && ask === undefined) {
    say(`${old}: ${command} -- ${SET_DATA_ASIDE} renames the folder and starts with a new one.`);
    return false;
  }
  const aside = `${dataDir}.${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
  if (!isOrdered && !(await ask?.(`${old}. Rename the folder to ${aside} and start with a new one? [y/N] `))) return false;
  await requireNobodyInside(dataDir, say);
  const places = rename(dataDir, aside);
  say(`The earlier data is kept in ${places.join(' and ')}.`);
  return true;
}

export const SET_DATA_ASIDE = '--set-data-aside';

/** @returns whether the answer was yes; an end of the input is a no */
export async function askAtTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  // Without `terminal: false` it would take Ctrl-C for itself.
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return /^y(es)?$/i.test((await Promise.race([terminal.question(question, { signal }), ended])).trim());
  } finally {
    terminal.close();
  }
}

/** Stops what an earlier run left behind. The folder of `npm start` contains those of the cluster and of the demo. */
async function requireNobodyInside(dataDir: string, say: (line: string) => void): Promise<void> {
  const inner = readdirSync(dataDir).map((name) => path.join(dataDir, name));
  const inUse = [dataDir, ...inner.filter((folder) => existsSync(path.join(folder, 'run.lock')))];
  for (const folder of inUse) (await openRun(folder, say)).close();
}

/** @returns where the data is now */
function rename(dataDir: string, aside: string): readonly string[] {
  renameSync(dataDir, aside);
  const ofRoot = findDataOfRoot(path.join(dataDir, 'postgres'));
  if (!existsSync(ofRoot)) return [aside];
  const ofRootAside = findDataOfRoot(path.join(aside, 'postgres'));
  renameSync(ofRoot, ofRootAside);
  return [aside, ofRootAside];
}
