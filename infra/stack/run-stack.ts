import { messageOf } from './eventually.ts';
import { onInterrupt } from './interrupt.ts';
import type { StackOptions } from './stack-options.ts';
import { startStack, type Stack } from './stack.ts';
import { createSupervisor } from './supervise.ts';
import { describeStack } from './describe-stack.ts';

/** What the stack decides itself; all else of the caller's environment is the product's (contract §1), so `APOLOGY_TIME=09:00 npm start` works. */
const OURS = /^(HOST|PORT|API_KEYS|WEBHOOK_SECRET|DATABASE_URL|NODE_ENV|TZ|TEMPORAL_.*|TELCO_.*)$/;

/** Runs a stack for a person until Ctrl-C: says how to try it, starts again what ends by itself. */
export async function runStack(options: StackOptions): Promise<void> {
  const say = (line: string) => console.log(line);
  const interrupt = onInterrupt(say);
  const supervisor = createSupervisor(say);
  const stack = await start({ ...options, say, onUnexpectedExit: supervisor.ended, signal: interrupt.signal });
  if (!stack) return;
  const { postgres, temporal, ui, telco, api, worker } = stack.children;
  supervisor.attach([postgres, temporal, ...(ui ? [ui] : []), telco, ...worker, ...api]);
  say(describeStack(stack));
  await interrupt.happened;
  supervisor.stop();
  await stack.stop();
  say('stopped');
  process.exit(0);
}

async function start(options: StackOptions): Promise<Stack | undefined> {
  const { PORT } = process.env;
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const telco = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('TELCO_')));
  try {
    const ports = { ...options.ports, ...(PORT ? { api: Number(PORT) } : {}) };
    return await startStack({ ...options, ports, settings, telco });
  } catch (error) {
    if (!options.signal?.aborted) console.error(messageOf(error));
    process.exitCode = options.signal?.aborted ? 0 : 1;
    return undefined;
  }
}
