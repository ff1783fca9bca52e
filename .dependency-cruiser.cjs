/** The import table of architecture §3: what each folder of `src` may import, and nothing else. One rule a folder. */

const NODE = '^(node:)?[a-z0-9_]+(/promises)?$';

/** A folder, the folders (or files) of `src` it may import, those of them it may import by type only, and the packages it may import. */
const only = (folder, allowed, { byType = [], packages = [], node = true } = {}) => {
  const own = `^src/${folder}/`;
  const places = [...allowed, ...byType].map((place) => `^src/${place}`);
  return [
    {
      name: `${folder}-imports-only-what-the-table-says`,
      severity: 'error',
      from: { path: own },
      to: { pathNot: [own, ...places, ...packages.map((name) => `node_modules/${name}/`), ...(node ? [NODE] : [])] },
    },
    ...byType.map((place) => ({
      name: `${folder}-knows-${place.replace(/\W+$/, '')}-by-type-only`,
      severity: 'error',
      from: { path: own },
      to: { path: `^src/${place}`, dependencyTypesNot: ['type-only'] },
    })),
  ];
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'src-knows-no-infra-and-no-test', severity: 'error', from: { path: '^src' }, to: { path: '^(infra|test)/' } },
    {
      name: 'acceptance-knows-no-src-not-even-through-others',
      severity: 'error',
      from: { path: '^test/acceptance/' },
      to: { path: '^src/', reachable: true },
    },
    { name: 'npm-start-does-not-know-the-cluster', severity: 'error', from: { path: '^infra/dev/' }, to: { path: '^infra/cluster/' } },
    { name: 'the-cluster-does-not-know-npm-start', severity: 'error', from: { path: '^infra/cluster/' }, to: { path: '^infra/dev/' } },
    { name: 'the-stack-knows-neither-npm-start-nor-the-cluster', severity: 'error', from: { path: '^infra/stack/' }, to: { path: '^infra/(dev|cluster)/' } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...only('domain', [], { node: false }),
    ...only('lib', [], { packages: ['pino'] }),
    ...only('workflows', ['domain/'], { packages: ['@temporalio/(workflow|common)'], node: false }),
    ...only('sms', ['domain/', 'lib/'], { packages: ['undici', 'zod', 'fast-xml-parser'] }),
    ...only('db', ['domain/', 'lib/'], { packages: ['drizzle-orm', 'postgres'] }),
    ...only('config', ['domain/', 'lib/', 'sms/drivers\\.ts', 'sms/missing-settings\\.ts', 'sms/standard-webhooks\\.ts'], { byType: ['sms/gateway\\.ts'], packages: ['zod'] }),
    ...only('activities', ['domain/', 'db/', 'sms/', 'lib/'], { byType: ['workflows/contract\\.ts'], packages: ['@temporalio/activity'] }),
    ...only('temporal', ['domain/', 'db/', 'lib/', 'workflows/contract\\.ts'], { byType: ['config/'], packages: ['@temporalio'] }),
    ...only('services', ['domain/', 'db/', 'lib/', 'sms/gateway\\.ts', 'temporal/'], { packages: ['@node-rs/argon2', 'otpauth'] }),
    ...only('api', ['services/', 'domain/', 'lib/', 'sms/plain-bodies\\.ts'], {
      byType: ['sms/gateway\\.ts'],
      packages: ['hono', '@hono', 'zod', 'prom-client', 'swagger-ui-dist', 'govuk-frontend', 'd3-(scale|shape)', 'openid-client', 'hucre'],
    }),
    ...only('commands', ['domain/', 'config/', 'sms/', 'services/', 'db/open\\.ts']),
    ...only('recovery', ['domain/', 'db/', 'temporal/', 'lib/'], { byType: ['config/'], packages: ['p-map'] }),
    {
      name: 'nothing-but-main-stands-in-src',
      severity: 'error',
      from: { path: '^src/[^/]+$', pathNot: '^src/main\\.ts$' },
      to: {},
    },
    { name: 'nothing-imports-main', severity: 'error', from: {}, to: { path: '^src/main\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/api/console/browser/' }, // loaded by browsers, from addresses that hold a digest
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.json'] },
  },
};
