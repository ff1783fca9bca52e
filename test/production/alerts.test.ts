import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createMetrics } from '../../src/api/metrics.ts';
import { text, yaml } from '../support/production.ts';

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
    const told = await createMetrics().scrape({
      undelivered: 0,
      noticesByStatus: {},
      gateways: [],
      unknownAgencies: 0,
      chargeDifferences: 0,
    });
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
