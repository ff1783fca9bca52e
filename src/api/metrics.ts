import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { MANY_EVENTS } from '../domain/dossier.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import { NOTICE_STATUSES } from '../domain/notice-status.ts';
import type { Gauges } from '../services/read-gauges.ts';
import type { ForeignReceipt } from '../sms/gateway.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** What Prometheus collects (contract §2): counts and times, never a phone number or a receipt code. */
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
  const manyEvents = new Counter({
    name: 'dossier_many_events_total',
    help: 'Events recorded for dossiers that have 1,600 or more of their 2,000: a sender may be in a loop',
    registers,
  });
  const undelivered = new Gauge({ name: 'outbox_undelivered_events', help: 'Journal entries no workflow has been told yet', registers });
  const notices = new Gauge({ name: 'notices_total', help: 'The ledger, by status', labelNames: ['status'], registers });
  const alarm = new Gauge({
    name: 'sms_gateway_alarm',
    help: '1 when the gateway refuses our configuration or has no balance: nothing leaves by it until somebody acts',
    labelNames: ['gateway'],
    registers,
  });
  const up = new Gauge({
    name: 'sms_gateway_up',
    help: '1 when the last hand-over went well or was throttled, 0 also after 5 without an answer',
    labelNames: ['gateway'],
    registers,
  });
  const share = new Gauge({
    name: 'sms_gateway_share',
    help: 'Its part of the messages, beside the shares of the others',
    labelNames: ['gateway'],
    registers,
  });
  const refusals = new Gauge({
    name: 'sms_gateway_refusals_total',
    help: 'Hand-overs that the gateway did not take, by the kind of its answer',
    labelNames: ['gateway', 'kind'],
    registers,
  });
  const differences = new Gauge({
    name: 'inquiry_charge_differences',
    help: 'Where the books of the last reconciled day do not agree: inquiries, replies and charges',
    registers,
  });
  const strangers = new Gauge({ name: 'unknown_agencies', help: 'Agencies whose notices wait: a worker does not know them', registers });

  return {
    requestAnswered: (method: string, route: string, status: number, seconds: number) =>
      requests.observe({ method, route, status }, seconds),
    inquiryAnswered: (outcome: InquiryOutcome, seconds: number) => inquiries.observe({ outcome }, seconds),
    dossierRead: (source: InquirySource) => reads.inc({ source }),
    eventRecorded: (seq: number) => {
      if (seq >= MANY_EVENTS) manyEvents.inc();
    },
    receiptReceived: (status: ForeignReceipt['status']) => receipts.inc({ status }),
    /** What PostgreSQL did not say in time stays as it was. */
    async scrape({ undelivered: count, noticesByStatus, gateways, unknownAgencies, chargeDifferences }: Gauges): Promise<string> {
      if (count !== undefined) undelivered.set(count);
      if (noticesByStatus) for (const status of NOTICE_STATUSES) notices.set({ status }, noticesByStatus[status] ?? 0);
      for (const each of gateways ?? []) {
        const { name: gateway, state } = each;
        alarm.set({ gateway }, state === 'misconfigured' || state === 'no_balance' ? 1 : 0);
        up.set({ gateway }, state === 'unavailable' || state === 'misconfigured' || state === 'no_balance' ? 0 : 1);
        share.set({ gateway }, each.share);
        for (const [kind, times] of Object.entries(each.refusals)) refusals.set({ gateway, kind }, times);
      }
      if (chargeDifferences !== undefined) differences.set(chargeDifferences);
      if (unknownAgencies !== undefined) strangers.set(unknownAgencies);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
