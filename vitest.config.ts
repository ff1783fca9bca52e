import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { closingReporter } from './test/support/closing-reporter.ts';

/** `npm run check` runs `unit` alone. `unit`, `tools` and `presets` need no server; the others start PostgreSQL, Temporal and Chromium. */
const project = (name: string, testTimeout: number, options = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: 120_000, ...options },
});

/** All files of the project in one process: a new process for each would take longer than most of them. They leave nothing behind. */
const together = { isolate: false };

/** A file at a time, after the other projects: whole systems that are judged by the clock. */
const alone = { fileParallelism: false, sequence: { groupOrder: 1 } };

/** One PostgreSQL and one Temporal dev server, shared by all projects that name them. */
const servers = { globalSetup: './test/support/servers.ts' };

export default defineConfig({
  test: {
    // Most tests wait for a server most of the time, so that two files at a time are quicker than one on any machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', closingReporter()],
    projects: [
      project('unit', 20_000, together),
      project('tools', 20_000, { include: ['test/bench/**/*.test.ts', 'test/chaos/**/*.test.ts', 'test/production/**/*.test.ts'] }),
      project('presets', 20_000, together),
      project('workflow', 60_000, { ...servers, ...together }),
      project('replay', 60_000),
      project('api', 60_000, { ...servers, ...together }),
      project('console', 60_000, { ...servers, ...together }),
      project('integration', 60_000, servers),
      project('security', 120_000, servers),
      project('contract', 120_000, servers),
      project('model', 300_000, servers),
      project('e2e', 240_000, alone),
      project('acceptance', 120_000, {
        ...servers,
        ...alone,
        maxConcurrency: 20,
        expect: { poll: { timeout: 10_000, interval: 100 } },
      }),
    ],
  },
});
