import { buildIntoCache, findInCache, type Search } from '../stack/program-cache.ts';
import type { GoProgram } from '../stack/temporal-build.ts';

/** The paths of what a cluster runs beside the product: Temporal's server, the tool that makes its databases, its UI. */
export type ClusterPrograms = Readonly<Record<keyof typeof PROGRAMS, string>>;

/** In a folder of their own, because other tools take whatever is called temporal-… in our cache for the CLI. */
const PROGRAMS = {
  server: {
    what: 'the Temporal server for PostgreSQL',
    name: 'cluster/temporal-server',
    version: '1.32.0',
    package: 'go.temporal.io/server/cmd/server',
  },
  sqlTool: {
    what: "the Temporal server's SQL tool",
    name: 'cluster/temporal-sql-tool',
    version: '1.32.0',
    package: 'go.temporal.io/server/cmd/tools/sql',
  },
  ui: { what: 'the Temporal UI', name: 'cluster/temporal-ui', version: '2.54.1', package: 'github.com/temporalio/ui-server/v2/cmd/server' },
} as const satisfies Record<string, GoProgram>;

/** Takes each from our cache, or builds it into it, one after the other. @throws when there is no Go to build them with */
export async function findClusterPrograms(search: Search): Promise<ClusterPrograms> {
  const find = async (program: GoProgram) => findInCache(program, search) ?? (await buildIntoCache(program, search));
  return { server: await find(PROGRAMS.server), sqlTool: await find(PROGRAMS.sqlTool), ui: await find(PROGRAMS.ui) };
}
