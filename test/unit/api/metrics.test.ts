import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/api/metrics.ts';
import { NOTICE_STATUSES } from '../../../src/domain/notice-status.ts';

const QUIET = { undelivered: 0, noticesByStatus: {}, gatewayState: 'ok' as const, unknownAgencies: 0 };

test('every status of the ledger is told, also the ones that no notice has: a first missed apology is a rise from 0', async () => {
  expect(counts(await createMetrics().scrape(QUIET))).toEqual(Object.fromEntries(NOTICE_STATUSES.map((status) => [status, 0])));
});

test('a status that its last notice has left goes back to 0', async () => {
  const metrics = createMetrics();
  expect(counts(await metrics.scrape({ ...QUIET, noticesByStatus: { uncertain: 2 } }))['uncertain']).toBe(2);
  expect(counts(await metrics.scrape({ ...QUIET, noticesByStatus: { sent: 2 } }))).toMatchObject({ uncertain: 0, sent: 2 });
});

function counts(text: string): Record<string, number> {
  return Object.fromEntries(
    [...text.matchAll(/^notices_total\{status="(\w+)"\} (\d+)$/gm)].map(([, status, count]) => [status, Number(count)]),
  );
}
