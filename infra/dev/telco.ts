/** The simulated telephone network as a program of its own: `tsx infra/dev/telco.ts`. */
import { readTelcoSettings } from './telco/read-settings.ts';
import { startTelco, type Telco } from './telco/start-telco.ts';

try {
  const telco = await startTelco(readTelcoSettings(process.env));
  process.once('SIGTERM', () => void stop(telco));
  process.once('SIGINT', () => void stop(telco));
  console.log(`the telephone network listens: page ${telco.url}, hand-overs POST ${telco.url}/send`);
} catch (error) {
  console.error(`the telephone network did not start: ${explain(error)}`);
  process.exitCode = 1;
}

async function stop(telco: Telco): Promise<void> {
  await telco.close();
  process.exit(0);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message;
  return `port ${'port' in error ? String(error.port) : ''} is in use; set TELCO_PORT to another`;
}
