import { execFile } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import type { Outcome } from './experiments/experiment.ts';
import type { Figure } from './figure.ts';
import type { World } from './world.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** What the product itself says, as operators may ask it: `audit` of the whole journal (I6), and `check` (I1 to I8 without the network). */
export async function productsOwnCheck({ stack }: World): Promise<Outcome> {
  const direct = { ...stack.env, DATABASE_URL: stack.databaseUrl, TEMPORAL_ADDRESS: stack.temporalAddress };
  const [audit, check] = [await run(['audit'], direct), await run(['check'], direct)];
  const lines = check.output.split('\n').filter((line) => line.startsWith('{"invariant"'));
  const figure = ({ code, output }: Ran, id: string, what: string): Figure => ({
    id,
    what,
    value: output.trim().split('\n').at(-1)?.slice(0, 60) ?? '',
    must: 'exit 0',
    ok: code === 0,
  });
  return {
    findings: lines.map((line) => FINDING.parse(JSON.parse(line))),
    figures: [figure(audit, 'I6', '`audit` of the whole journal'), figure(check, 'I1–I8', "the product's own `check`")],
  };
}

const FINDING = z.object({ invariant: z.enum(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7']), about: z.string(), what: z.string() });

type Ran = { readonly code: number; readonly output: string };

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env, timeout: 120_000, maxBuffer: 10_000_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
}
