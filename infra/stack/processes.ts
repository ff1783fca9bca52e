import { readFileSync, readlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** One life of one process. A pid alone may belong to another process by now. */
export type Identity = { readonly pid: number; readonly started: string };

/** The process that has this pid now; undefined when there is none or it has ended and only waits to be collected. */
export function identify(pid: number): Identity | undefined {
  const started = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive({ pid, started }: Identity): boolean {
  return identify(pid)?.started === started;
}

/** The command line of a process, for naming it to a person; empty when it is gone or not ours to see. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** The folder a process works in; undefined when it is gone, not ours to see, or the system does not say. */
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

/** Field 22 of stat, in ticks since the boot; with the boot's id, because ticks repeat after the next one. */
function startOnLinux(pid: number): string | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()}:${ticks}`;
}

function startByPs(pid: number): string | undefined {
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
