import path from 'node:path';
import { runStack } from '../stack/run-stack.ts';
import { prepareCluster } from './prepare-cluster.ts';

/**
 * `npm run cluster`: what a province runs, on one machine: Temporal's server on PostgreSQL, two `api`, two `worker`. The data is in
 * .data/cluster.
 */
await runStack({
  command: 'npm run cluster',
  dataDir: path.join(import.meta.dirname, '..', '..', '.data', 'cluster'),
  ports: { api: 8080, telco: 8090, temporal: 7233, ui: 8233, postgres: 15_432 },
  prepareTemporal: prepareCluster,
  apis: 2,
  workers: 2,
});
