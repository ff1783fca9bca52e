import path from 'node:path';
import { messageOf } from '../stack/eventually.ts';
import { runStack } from '../stack/run-stack.ts';
import { findGateway } from './gateways/find-gateway.ts';

/** `npm start [-- --gateway <name>]`: the whole system on this machine. The data is in .data. */
try {
  const prepareGateway = findGateway(process.argv.slice(2));
  await runStack({
    command: 'npm start',
    dataDir: path.join(import.meta.dirname, '..', '..', '.data'),
    ports: { api: 8080, telco: 8090, temporal: 7233, ui: 8233, postgres: 15_432 },
    databaseUrl: process.env.DATABASE_URL,
    ...(prepareGateway ? { prepareGateway } : {}),
  });
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
