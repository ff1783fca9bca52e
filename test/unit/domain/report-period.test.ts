import { expect, test } from 'vitest';
import { reportPeriod, type ReportPeriod } from '../../../src/domain/report-period.ts';
import { day } from '../../support/dossiers.ts';

const CASES: readonly (readonly [ReportPeriod, string, string, string])[] = [
  ['month', '2026-11-29', '2026-11-01', '2026-11-29'],
  ['month', '2026-11-01', '2026-11-01', '2026-11-01'],
  ['last_month', '2026-11-29', '2026-10-01', '2026-10-31'],
  ['last_month', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['last_month', '2024-03-31', '2024-02-01', '2024-02-29'],
  ['quarter', '2026-11-29', '2026-10-01', '2026-11-29'],
  ['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
  ['quarter', '2026-04-01', '2026-04-01', '2026-04-01'],
  ['year', '2026-11-29', '2026-01-01', '2026-11-29'],
];

test.each(CASES)('console §5: %s as of %s is from %s to %s', (name, today, from, to) => {
  expect(reportPeriod(name, day(today))).toEqual({ from, to });
});
