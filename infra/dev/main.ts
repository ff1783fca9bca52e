import path from 'node:path';
import { runStack } from '../stack/run-stack.ts';

/** `npm start`: the whole system on this machine. The data is in .data. */
await runStack({
  command: 'npm start',
  dataDir: path.join(import.meta.dirname, '..', '..', '.data'),
  ports: { api: 8080, telco: 8090, temporal: 7233, ui: 8233, postgres: 15_432 },
  databaseUrl: process.env.DATABASE_URL,
});
