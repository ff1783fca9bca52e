import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isIdentity, takeLock } from './lock.ts';
import { endProcess, identify, isAlive, type Identity } from './processes.ts';

/** The list of programs that this run has started. It is on disk, so that the next run finds those that were left behind. */
export type Run = {
  readonly add: (name: string, pid: number, stopSignal?: StopSignal) => void;
  readonly remove: (pid: number) => void;
  readonly close: () => void;
};

type StopSignal = 'SIGTERM' | 'SIGINT';
type Member = Identity & { readonly name: string; readonly stopSignal: StopSignal };

/**
 * Takes a data folder for this process. First it stops what a killed earlier run has left behind, and says so in one line each.
 * @throws when another run is using the folder
 */
export async function openRun(dataDir: string, say: (line: string) => void): Promise<Run> {
  const lock = takeLock(path.join(dataDir, 'run.lock'));
  if (!lock.taken)
    throw new Error(`already running on ${dataDir} (pid ${lock.heldBy}): stop that one first, with Ctrl-C or kill ${lock.heldBy}`);
  const file = path.join(dataDir, 'run.json');
  await stopLeftovers(file, say);
  const members = new Map<number, Member>();
  const save = () => replaceFile(file, JSON.stringify([...members.values()], null, 2));
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

/** Kills what the folder's list names, for an exit that cannot wait. */
export function killLeftovers(dataDir: string): void {
  for (const left of readMembers(path.join(dataDir, 'run.json'))) if (isAlive(left)) process.kill(left.pid, 'SIGKILL');
}

/** Stops them in the reverse order of their start, as a run stops its own. */
async function stopLeftovers(file: string, say: (line: string) => void): Promise<void> {
  for (const left of readMembers(file).toReversed()) {
    if (!isAlive(left)) continue;
    say(`${left.name} (pid ${left.pid}) was left behind by an earlier run: stopping it`);
    await endProcess(left, left.stopSignal, LEFTOVER_GRACE_MS);
  }
}

const LEFTOVER_GRACE_MS = 10_000;

/** A file that cannot be parsed was cut off by a crash; the programs it named are found by their locks or ports. */
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

function replaceFile(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
