import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Outcome } from './experiments/experiment.ts';
import type { World } from './world.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** What the product itself says of the whole journal: `audit` (I6). */
export async function productsOwnCheck({ stack }: World): Promise<Outcome> {
  const direct = { ...stack.env, DATABASE_URL: stack.databaseUrl, TEMPORAL_ADDRESS: stack.temporalAddress };
  const { code, output } = await run(['audit'], direct);
  return {
    findings: code === 0 ? [] : [{ invariant: 'I6', about: 'the journal', what: output }],
    figures: [{ id: 'I6', what: '`audit` of the whole journal', value: output.trim().slice(0, 60), must: 'exit 0', ok: code === 0 }],
  };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env, timeout: 120_000, maxBuffer: 10_000_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
}
