import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../infra/stack/child.ts';

/** Stops a program and its children (SIGSTOP), and lets them go on after a while, as a machine does that hangs. Linux only: reads /proc. */
export async function freeze(child: Child, forMs: number): Promise<void> {
  const pid = child.pid();
  if (pid === undefined) return;
  const frozen = [pid, ...childrenOf(pid)];
  frozen.forEach((each) => send(each, 'SIGSTOP'));
  await sleep(forMs);
  frozen.forEach((each) => send(each, 'SIGCONT'));
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === parent)
    .map(Number);
}

/** Field 4 of stat, after the command in parentheses. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** One that ended in the meantime needs nothing. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}
