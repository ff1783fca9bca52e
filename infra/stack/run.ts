import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isIdentity, takeLock } from './lock.ts';
import { endProcess, identify, isAlive, type Identity } from './processes.ts';

/** What this run has started, on disk, so that the next run finds what is left of it. */
export type Run = {
  readonly add: (name: string, pid: number, stopSignal?: StopSignal) => void;
  readonly remove: (pid: number) => void;
  readonly close: () => void;
};

type StopSignal = 'SIGTERM' | 'SIGINT';
type Member = Identity & { readonly name: string; readonly stopSignal: StopSignal };

/**
 * Takes a data folder for this process: stops, one line each, what an earlier run that was killed has left behind.
 * @throws when another run is using the folder
 */
export async function openRun(dataDir: string, say: (line: string) => void): Promise<Run> {
  const lock = takeLock(path.join(dataDir, 'run.lock'));
  if (!lock.taken)
    throw new Error(`already running on ${dataDir} (pid ${lock.heldBy}): stop that one first, with Ctrl-C or kill ${lock.heldBy}`);
  const file = path.join(dataDir, 'run.json');
  await stopLeftovers(file, say);
  const members = new Map<number, Member>();
  const save = () => writeWhole(file, JSON.stringify([...members.values()], null, 2));
  save();
  return {
    add(name, pid, stopSignal = 'SIGTERM') {
      const identity = identify(pid);
      if (!identity) return;
      members.set(pid, { ...identity, name, stopSignal });
      save();
    },
    remove(pid) {
      if (members.delete(pid)) save();
    },
    close() {
      rmSync(file, { force: true });
      lock.release();
    },
  };
}

/** SIGKILL for what the folder's list names, for an end that cannot wait. */
export function killLeftovers(dataDir: string): void {
  for (const left of readMembers(path.join(dataDir, 'run.json'))) if (isAlive(left)) process.kill(left.pid, 'SIGKILL');
}

/** In the reverse order of their start, as a run stops its own. */
async function stopLeftovers(file: string, say: (line: string) => void): Promise<void> {
  for (const left of readMembers(file).toReversed()) {
    if (!isAlive(left)) continue;
    say(`${left.name} (pid ${left.pid}) was left behind by an earlier run: stopping it`);
    await endProcess(left, left.stopSignal, LEFTOVER_GRACE_MS);
  }
}

const LEFTOVER_GRACE_MS = 10_000;

/** A file that cannot be read was cut off by a crash; what it named is found by its lock or its port. */
function readMembers(file: string): readonly Member[] {
  if (!existsSync(file)) return [];
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter(isMember) : [];
  } catch {
    return [];
  }
}

function isMember(value: unknown): value is Member {
  return (
    isIdentity(value) &&
    'name' in value &&
    typeof value.name === 'string' &&
    'stopSignal' in value &&
    (value.stopSignal === 'SIGTERM' || value.stopSignal === 'SIGINT')
  );
}

function writeWhole(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
