import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { PROGRAMS } from '../../src/config/config.ts';

/** What operations deploy, read as their tools read it. */

const ROOT = path.join(import.meta.dirname, '..', '..');
const FOLDER = path.join(ROOT, 'infra', 'production');

/** The programs that are left running, and what prepares for them. */
export const RUN = PROGRAMS.filter((program) => ['api', 'worker', 'migrate'].includes(program));
/** Above it every supervisor's patience must be, seconds. */
export const GRACE_S = Number(/GRACE_MS = ([\d_]+);/.exec(ofRepository('src/temporal/worker.ts'))?.[1]?.replaceAll('_', '')) / 1000;
export const AGENCIES_FILE = path.join(FOLDER, 'kubernetes', 'common', 'agencies.json');

export function text(file: string): string {
  return readFileSync(path.join(FOLDER, file), 'utf8');
}

export function ofRepository(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

export function files(end: string): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(end));
}

export function isThere(file: string): boolean {
  return existsSync(path.join(FOLDER, file));
}

export function yaml(file: string): unknown {
  return parse(text(file), { merge: true });
}

/** `NAME=value` a line, quotes as systemd, Compose and kustomize read them. */
export function envFile(file: string): Record<string, string> {
  return Object.fromEntries(
    [...text(file).matchAll(/^([A-Z_]+)=(?:"(.*)"|(.*))$/gm)].map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]),
  );
}

const variables = z.record(z.string(), z.string());
const service = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  user: z.string().default('root'),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  privileged: z.boolean().default(false),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
  stop_grace_period: z.string().default('10s'),
  environment: variables.default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
export type Service = z.infer<typeof service>;

export function services(): [string, Service][] {
  return Object.entries(z.object({ services: z.record(z.string(), service) }).parse(yaml('compose.yaml')).services);
}

/** `${NAME:?}` and `${NAME:-default}` as Compose fills them in. */
export function filledIn(environment: Readonly<Record<string, string>>, from: Readonly<Record<string, string>>): Record<string, string> {
  const fill = (value: string) =>
    value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string) => {
      const given = from[name] ?? '';
      if (given === '' && kind === '?') throw new Error(`${name} is required`);
      return given === '' && kind === '-' ? rest : given;
    });
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

const fromSecret = z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) });
const container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), valueFrom: fromSecret })),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }), limits: z.object({ memory: z.string() }) }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
  }),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string() }) }).optional(),
  livenessProbe: z.object({ httpGet: z.object({ path: z.string() }) }).optional(),
});
const pod = z.object({
  automountServiceAccountToken: z.boolean(),
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.object({ runAsNonRoot: z.boolean(), runAsUser: z.number(), seccompProfile: z.object({ type: z.string() }) }),
  containers: z.array(container).length(1),
});
const workload = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ replicas: z.number().optional(), template: z.object({ spec: pod }) }),
});
export type Workload = z.infer<typeof workload>;

export function documents(file: string): unknown[] {
  return parseAllDocuments(text(file)).map((document) => document.toJS());
}

/** The Deployments and Jobs of a manifest. */
export function workloads(file: string): Workload[] {
  return documents(file).flatMap((document) => {
    const { kind } = z.object({ kind: z.string() }).parse(document);
    return kind === 'Deployment' || kind === 'Job' ? [workload.parse(document)] : [];
  });
}

/** Every key of every example Secret, as `name/key`. */
export function exampleSecrets(): Map<string, string> {
  const secret = z.object({ metadata: z.object({ name: z.string() }), stringData: variables });
  return new Map(
    documents('kubernetes/secrets.example.yaml').flatMap((document) => {
      const { metadata, stringData } = secret.parse(document);
      return Object.entries(stringData).map(([key, value]) => [`${metadata.name}/${key}`, value] as const);
    }),
  );
}

/** `Key=value` lines of a unit, a key several times allowed. */
export function unit(file: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, key = '', value = ''] of text(file).matchAll(/^([A-Za-z]+)=(.*)$/gm)) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
}
