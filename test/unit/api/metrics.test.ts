import { expect, test } from 'vitest';
import { createMetrics } from '../../../src/api/metrics.ts';
import { REFUSAL_KINDS, type GatewayState, type RefusalKind } from '../../../src/domain/gateway-state.ts';
import { NOTICE_STATUSES } from '../../../src/domain/notice-status.ts';

const QUIET = { undelivered: 0, noticesByStatus: {}, gateways: [], unknownAgencies: 0, chargeDifferences: 0 };
const NONE = Object.fromEntries(REFUSAL_KINDS.map((kind) => [kind, 0])) as Record<RefusalKind, number>;

test('every status of the ledger is told, also the ones that no notice has: a first missed apology is a rise from 0', async () => {
  expect(counts(await createMetrics().scrape(QUIET))).toEqual(Object.fromEntries(NOTICE_STATUSES.map((status) => [status, 0])));
});

test('a status that its last notice has left goes back to 0', async () => {
  const metrics = createMetrics();
  expect(counts(await metrics.scrape({ ...QUIET, noticesByStatus: { uncertain: 2 } }))['uncertain']).toBe(2);
  expect(counts(await metrics.scrape({ ...QUIET, noticesByStatus: { sent: 2 } }))).toMatchObject({ uncertain: 0, sent: 2 });
});

test.each<[GatewayState | 'unknown', number, number]>([
  ['ok', 1, 0],
  ['throttled', 1, 0],
  ['unknown', 1, 0],
  ['unavailable', 0, 0],
  ['misconfigured', 0, 1],
  ['no_balance', 0, 1],
])('a gateway that is %s is up: %d, and raises the alarm: %d, each gateway for itself', async (state, up, alarm) => {
  const other = { name: 'other', state: 'ok', share: 30, refusals: NONE } as const;
  const one = { name: 'one', state, share: 70, refusals: { ...NONE, balance: 3 } };
  const told = await createMetrics().scrape({ ...QUIET, gateways: [one, other] });
  for (const line of [
    `sms_gateway_up{gateway="one"} ${up}`,
    `sms_gateway_alarm{gateway="one"} ${alarm}`,
    'sms_gateway_share{gateway="one"} 70',
    'sms_gateway_refusals_total{gateway="one",kind="balance"} 3',
    'sms_gateway_refusals_total{gateway="one",kind="unavailable"} 0',
    'sms_gateway_up{gateway="other"} 1',
    'sms_gateway_alarm{gateway="other"} 0',
    'sms_gateway_share{gateway="other"} 30',
  ])
    expect(told).toContain(`${line}\n`);
});

function counts(text: string): Record<string, number> {
  return Object.fromEntries(
    [...text.matchAll(/^notices_total\{status="(\w+)"\} (\d+)$/gm)].map(([, status, count]) => [status, Number(count)]),
  );
}
