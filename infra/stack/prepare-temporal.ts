import path from 'node:path';
import type { Child, ChildWatch } from './child.ts';
import type { Search } from './program-cache.ts';
import { findTemporal } from './temporal-binary.ts';
import { startTemporal, type TemporalServer } from './temporal-server.ts';

/** How a stack gets its Temporal. Its programs are found before anything is started, because a first build takes minutes. */
export type PrepareTemporal = (search: Search) => Promise<PreparedTemporal>;

export type PreparedTemporal = {
  /** The connections that PostgreSQL must allow where Temporal uses it too. */
  readonly postgresConnectionsMax?: number;
  readonly start: (place: TemporalPlace) => Promise<StackTemporal>;
};

/** `ui` is set where the UI is a program of its own, which the stack starts afterwards. */
export type StackTemporal = TemporalServer & { readonly ui?: Child };

export type TemporalPlace = {
  readonly dataDir: string;
  readonly logDir: string;
  readonly ports: { readonly temporal: number; readonly ui: number };
  readonly postgresUrl: string;
  readonly watch: ChildWatch;
};

/** Temporal's dev server, with its data in a file of the data folder. */
export async function prepareDevServer(search: Search): Promise<PreparedTemporal> {
  const binary = await findTemporal(search);
  return {
    start: ({ dataDir, logDir, ports, watch }) =>
      startTemporal({
        binary,
        port: ports.temporal,
        uiPort: ports.ui,
        dataFile: path.join(dataDir, 'temporal.db'),
        logFile: path.join(logDir, 'temporal.log'),
        watch,
      }),
  };
}
