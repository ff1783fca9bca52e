import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { coresMs } from './proc.ts';

/** Where and on what a run was made. */
export type Machine = Readonly<Record<'commit' | 'at' | 'node' | 'cores' | 'memory' | 'loadAtStart' | 'temporalSdk' | 'product', string>>;

export function describeMachine(): Machine {
  const { version, dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return {
    product: version,
    commit: git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? ' with changes' : ''),
    at: new Date().toISOString(),
    node: process.version,
    temporalSdk: dependencies['@temporalio/worker'],
    cores: `${os.availableParallelism()} × ${os.cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    loadAtStart: loadAverage(),
  };
}

/** Of the last minute, five and fifteen: above the number of cores somebody else was at work, too. */
export function loadAverage(): string {
  return os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
}

/** The share of the processors that the machine's neighbours have had since. P's latencies suffer more from it: its way has more hops. */
export function watchStolen(): () => string {
  const before = coresMs();
  return () => {
    const { all, stolen } = coresMs();
    return `${((100 * (stolen - before.stolen)) / (all - before.all)).toFixed(1)} % of the processors`;
  };
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
  } catch {
    return '';
  }
}
