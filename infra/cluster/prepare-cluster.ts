import type { PreparedTemporal } from '../stack/prepare-temporal.ts';
import type { Search } from '../stack/program-cache.ts';
import { findClusterPrograms } from './programs.ts';
import { startTemporalOnPostgres } from './temporal-on-postgres.ts';
import { createTemporalUi } from './temporal-ui.ts';

/** Temporal's server on PostgreSQL and its UI, as a province runs them. */
export async function prepareCluster(search: Search): Promise<PreparedTemporal> {
  const programs = await findClusterPrograms(search);
  return {
    // Temporal keeps pools of its own beside ours.
    postgresConnectionsMax: 300,
    async start({ dataDir, logDir, ports, postgresUrl, watch }) {
      const server = await startTemporalOnPostgres({ programs, postgresUrl, port: ports.temporal, logDir, watch });
      const ui = createTemporalUi({ program: programs.ui, temporalAddress: server.address, port: ports.ui, dataDir, logDir, watch });
      return { ...server, ui };
    },
  };
}
