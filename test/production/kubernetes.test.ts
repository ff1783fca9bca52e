import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config/config.ts';
import { SETTING_NAMES } from '../../src/config/variables.ts';
import { documents, envFile, exampleSecrets, services, text, workloads, yaml, RUN, GRACE_S, AGENCIES_FILE } from '../support/production.ts';

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
