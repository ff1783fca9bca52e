import { readFileSync, readlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** One life of one process. A pid alone may belong to another process by now. */
export type Identity = { readonly pid: number; readonly started: string };

/** The process that has this pid now; undefined when there is none, or when it has ended and only waits for its parent. */
export function identify(pid: number): Identity | undefined {
  const started = process.platform === 'linux' ? readStartOnLinux(pid) : readStartByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive({ pid, started }: Identity): boolean {
  return identify(pid)?.started === started;
}

/** The command line of a process; empty when it has ended or we may not see it. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** The working folder of a process; undefined when it has ended, we may not see it, or the system does not say. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Asks a process to end, waits `graceMs`, then kills it. */
export async function endProcess(identity: Identity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  send(identity, signal);
  const until = Date.now() + graceMs;
  while (isAlive(identity) && Date.now() < until) await sleep(50);
  if (isAlive(identity)) send(identity, 'SIGKILL');
  while (isAlive(identity)) await sleep(20);
}

function send(identity: Identity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, signal);
  } catch (error) {
    if (isAlive(identity)) throw error;
  }
}

/** Field 22 of stat, in ticks since the boot, with the id of the boot, because the ticks begin again at the next one. */
function readStartOnLinux(pid: number): string | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()}:${ticks}`;
}

function readStartByPs(pid: number): string | undefined {
  return ps(pid, 'lstart=') || undefined;
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
