import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { GatewayState } from '../domain/gateway-state.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import { NOTICE_STATUSES, type NoticeStatus, type ReceiptStatus } from '../domain/notice-status.ts';

/** Sampled from PostgreSQL when somebody scrapes, each by itself; what did not come in time stays as it was. */
export type Gauges = {
  readonly undelivered: number | undefined;
  /** A status that no notice has may be left out. */
  readonly noticesByStatus: Readonly<Partial<Record<NoticeStatus, number>>> | undefined;
  readonly gatewayState: GatewayState | undefined;
};

export type Metrics = ReturnType<typeof createMetrics>;

/** Prometheus (contract §2): counts and times, never a number of a phone or a code. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer, by route and status',
    registers,
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  });
  const inquiries = new Histogram({
    name: 'inquiry_seconds',
    help: 'Time from inquiry to reply',
    registers,
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  });
  const reads = new Counter({ name: 'dossier_reads_total', help: 'Who knew the answer', labelNames: ['source'], registers });
  const receipts = new Counter({ name: 'sms_receipts_total', help: 'Delivery receipts', labelNames: ['status'], registers });
  const undelivered = new Gauge({ name: 'outbox_undelivered_events', help: 'Journal entries no workflow has been told yet', registers });
  const notices = new Gauge({ name: 'notices_total', help: 'The ledger, by status', labelNames: ['status'], registers });
  const alarm = new Gauge({
    name: 'sms_gateway_alarm',
    help: '1 when the gateway refuses our configuration: nothing leaves until somebody acts',
    registers,
  });
  const up = new Gauge({ name: 'sms_gateway_up', help: '1 when the last hand-over went well or was throttled', registers });

  return {
    requestAnswered: (method: string, route: string, status: number, seconds: number) =>
      requests.observe({ method, route, status }, seconds),
    inquiryAnswered: (outcome: InquiryOutcome, seconds: number) => inquiries.observe({ outcome }, seconds),
    dossierRead: (source: InquirySource) => reads.inc({ source }),
    receiptReceived: (status: ReceiptStatus) => receipts.inc({ status }),
    async scrape({ undelivered: count, noticesByStatus, gatewayState }: Gauges): Promise<string> {
      if (count !== undefined) undelivered.set(count);
      if (noticesByStatus) for (const status of NOTICE_STATUSES) notices.set({ status }, noticesByStatus[status] ?? 0);
      if (gatewayState) {
        alarm.set(gatewayState === 'misconfigured' ? 1 : 0);
        up.set(gatewayState === 'ok' || gatewayState === 'throttled' ? 1 : 0);
      }
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
