import path from 'node:path';
import { messageOf } from './eventually.ts';
import { onInterrupt } from './interrupt.ts';
import { startStack, type Stack } from './stack.ts';
import { createSupervisor } from './supervise.ts';
import { tableOf } from './table.ts';

const DATA_DIR = path.join(import.meta.dirname, '..', '..', '.data');
const PORTS = { api: 8080, telco: 8090, temporal: 7233, ui: 8233, postgres: 15_432 };

/** What the stack decides itself; all else of the caller's environment is the product's (contract §1), so `APOLOGY_TIME=09:00 npm start` works. */
const OURS = /^(HOST|PORT|API_KEYS|WEBHOOK_SECRET|DATABASE_URL|NODE_ENV|TZ|TEMPORAL_.*|TELCO_.*)$/;

await main();

async function main(): Promise<void> {
  const say = (line: string) => console.log(line);
  const interrupt = onInterrupt(say);
  const supervisor = createSupervisor(say);
  const stack = await start(say, supervisor.ended, interrupt.signal);
  if (!stack) return;
  const { postgres, temporal, telco, api, worker } = stack.children;
  supervisor.attach([postgres, temporal, telco, ...worker, ...api]);
  say(tableOf(stack));
  await interrupt.happened;
  supervisor.stop();
  await stack.stop();
  say('stopped');
  process.exit(0);
}

async function start(
  say: (line: string) => void,
  onUnexpectedExit: (name: string, how: string) => void,
  signal: AbortSignal,
): Promise<Stack | undefined> {
  const { PORT, DATABASE_URL } = process.env;
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const telco = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('TELCO_')));
  try {
    const ports = { ...PORTS, api: PORT ? Number(PORT) : PORTS.api };
    return await startStack({ dataDir: DATA_DIR, ports, databaseUrl: DATABASE_URL, settings, telco, say, onUnexpectedExit, signal });
  } catch (error) {
    if (!signal.aborted) console.error(messageOf(error));
    process.exitCode = signal.aborted ? 0 : 1;
    return undefined;
  }
}
