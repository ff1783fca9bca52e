/** The import table of the README ("The house"): what a folder may import, and nothing else. */

/** A folder, and the only places it may reach: `src` folders, then packages. */
const only = (folder, allowed, packages = []) => ({
  name: `${folder}-imports-only-what-the-table-says`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    pathNot: [`^src/${folder}/`, ...allowed.map((place) => `^src/${place}`), ...packages.map((name) => `node_modules/${name}`), ...(folder === 'domain' || folder === 'workflows' ? [] : ['^(node:)?[a-z_]+(/promises)?$'])],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'src-knows-no-infra-and-no-test', severity: 'error', from: { path: '^src' }, to: { path: '^(infra|test)/' } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('domain', []),
    only('workflows', ['domain/'], ['@temporalio/(workflow|common)']),
    only('activities', ['domain/', 'workflows/contract', 'sms/', 'db/', 'log\\.ts'], ['@temporalio/activity']),
    {
      name: 'activities-know-workflows-by-type',
      severity: 'error',
      from: { path: '^src/activities/' },
      to: { path: '^src/workflows/', dependencyTypesNot: ['type-only'] },
    },
    only('sms', ['domain/'], ['undici']),
    only('db', ['domain/', 'config\\.ts'], ['drizzle-orm', 'postgres']),
    only('api', ['domain/', 'workflows/contract', 'sms/standard-webhooks', 'db/', 'config\\.ts', 'log\\.ts'], [
      'hono', '@hono', 'zod', '@temporalio/client', 'prom-client', 'swagger-ui-dist',
    ]),
    {
      name: 'values-of-config-and-log-in-main-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|config|log)\\.ts$' },
      to: { path: '^src/(config|log)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.json'] },
  },
};
