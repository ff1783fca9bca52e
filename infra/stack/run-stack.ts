import { describeStack } from './describe-stack.ts';
import { messageOf } from './eventually.ts';
import { onInterrupt } from './interrupt.ts';
import { askAtTerminal, offerToSetDataAside, SET_DATA_ASIDE } from './set-data-aside.ts';
import type { StackOptions } from './stack-options.ts';
import { startStack, type Stack } from './stack.ts';
import { createSupervisor } from './supervise.ts';

/** `command`: what the person typed, such as `npm start`. */
export type RunOptions = StackOptions & { readonly dataDir: string; readonly command: string };

/**
 * What the stack decides itself. Everything else in the caller's environment is for the product (contract §1), so that
 * `APOLOGY_TIME=09:00 npm start` works.
 */
const DECIDED_BY_THE_STACK = /^(HOST|PORT|API_KEYS|WEBHOOK_SECRET|SESSION_SECRET|DATABASE_URL|NODE_ENV|TZ|TEMPORAL_.*|TELCO_.*)$/;

/** Runs a stack for a person until Ctrl-C: says how to try it, and starts programs again that end by themselves. */
export async function runStack(options: RunOptions): Promise<void> {
  const say = (line: string) => console.log(line);
  const interrupt = onInterrupt(say);
  const supervisor = createSupervisor(say);
  const stack = await start({ ...options, say, onUnexpectedExit: supervisor.ended, signal: interrupt.signal });
  if (!stack) return;
  const { postgres, temporal, ui, telco, gateway, api, worker } = stack.children;
  supervisor.attach([postgres, temporal, ...(ui ? [ui] : []), telco, ...gateway, ...worker, ...api]);
  say(describeStack(stack));
  await interrupt.happened;
  supervisor.stop();
  await stack.stop();
  say('stopped');
  process.exit(0);
}

async function start(options: RunOptions & Required<Pick<RunOptions, 'say' | 'signal'>>): Promise<Stack | undefined> {
  const { command, dataDir, say, signal } = options;
  const { PORT } = process.env;
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !DECIDED_BY_THE_STACK.test(name)));
  const telco = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('TELCO_')));
  const isOrdered = process.argv.includes(SET_DATA_ASIDE);
  const ask = process.stdin.isTTY ? (question: string) => askAtTerminal(question, signal) : undefined;
  try {
    process.exitCode = 1;
    if (!(await offerToSetDataAside({ dataDir, command, isOrdered, say, ask }))) return undefined;
    const ports = { ...options.ports, ...(PORT ? { api: Number(PORT) } : {}) };
    const stack = await startStack({ ...options, ports, settings, telco, people: true });
    process.exitCode = 0;
    return stack;
  } catch (error) {
    if (signal.aborted) process.exitCode = 0;
    else console.error(messageOf(error));
    return undefined;
  }
}
