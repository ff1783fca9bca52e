import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Child } from './child.ts';
import { openStack } from './open-stack.ts';
import type { OpenStack, StackOptions } from './stack-options.ts';
import { openRun } from './run.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** `stop` ends all programs, the last started first. */
export type Stack = OpenStack & AsyncDisposable & { readonly stop: () => Promise<void> };

/**
 * Starts PostgreSQL, Temporal, the simulated telephone network and the built product, all on 127.0.0.1. They are ready when this resolves.
 * @throws with the end of its log when one of them does not start, after stopping the others; when another run uses the data folder
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { say = () => undefined } = options;
  const dataDir = path.resolve(options.dataDir ?? (await makeTemporaryFolder('stack', say)));
  const fresh = options.fresh ?? options.dataDir === undefined;
  const run = await openRun(dataDir, say);
  const started: Child[] = [];
  const stop = async () => {
    for (const child of started.splice(0).toReversed()) await end(child, say);
    run.close();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const opened = await openStack({ ...options, dataDir, fresh, say }, { run, started });
    return { ...opened, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function end(child: Child, say: (line: string) => void): Promise<void> {
  const killed = child.running() && (await child.stop()) === null;
  if (killed) say(`${child.name} did not stop at the signal and was killed (its log: ${child.logFile})`);
  await child[Symbol.asyncDispose]();
}
