import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { instantAt, type Instant } from '../domain/calendar.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { eventSignal, workflowId, type NoticeOrder, type NoticeResult, type ResultAtOnce } from '../workflows/contract.ts';

/** What a workflow did, as its history tells it: the witness when the journal or the ledger was restored from an older instant. */
export type Past = {
  readonly registration: Registration | null;
  /** In the order of their numbers. */
  readonly events: readonly DossierEvent[];
  /** How its notices ended, by key; `sending` when a hand-over began and its end is not known. */
  readonly ends: ReadonlyMap<string, NoticeEnding>;
};
export type NoticeEnding = { readonly order: NoticeOrder; readonly status: NoticeStatus; readonly at: Instant };

/** How the SDK names the end of an activity within a workflow's own task. */
const LOCAL_ACTIVITY = 'core_local_activity';
const DEADLINE_MS = 10_000;
/** Our own workers wrote what it reads: nobody else signals or starts these. */
const payloads = defaultPayloadConverter;

export async function readPast(client: Client, code: ReceiptCode, runId: string): Promise<Past> {
  const handle = client.workflow.getHandle(workflowId(code), runId);
  const { events: recorded } = await client.withDeadline(Date.now() + DEADLINE_MS, () => handle.fetchHistory());
  const heard = new Map<number, DossierEvent>();
  const ends = new Map<string, NoticeEnding>();
  const orders = new Map<string, NoticeOrder>();
  let registration: Registration | null = null;

  for (const event of recorded ?? []) {
    const { workflowExecutionStartedEventAttributes: start, workflowExecutionSignaledEventAttributes: signal } = event;
    const { activityTaskScheduledEventAttributes: scheduled, activityTaskCompletedEventAttributes: completed } = event;
    const { markerRecordedEventAttributes: marker } = event;
    const note = (order: NoticeOrder, status: NoticeStatus) =>
      ends.set(noticeKey(order.receiptCode, order.notice), { order, status, at: instantAt(tsToMs(event.eventTime)) });
    const begun = firstOf(start?.input);
    if (begun) registration = payloads.fromPayload<Registration>(begun);
    const told = signal?.signalName === eventSignal.name ? firstOf(signal.input) : undefined;
    if (told) for (const each of payloads.fromPayload<readonly DossierEvent[]>(told)) heard.set(each.seq, each);
    if (scheduled?.activityType?.name === 'sendNotice' || scheduled?.activityType?.name === 'recordNotice') {
      const input = firstOf(scheduled.input);
      if (!input) continue;
      const order = payloads.fromPayload<NoticeOrder>(input);
      orders.set(String(event.eventId), order);
      if (scheduled.activityType.name === 'sendNotice') note(order, 'sending');
    }
    const atOnce = marker?.markerName === LOCAL_ACTIVITY ? firstOf(marker.details?.['result']) : undefined;
    const ended = atOnce && payloads.fromPayload<ResultAtOnce | null>(atOnce);
    if (ended) note(ended.order, ended.status);
    const order = orders.get(String(completed?.scheduledEventId));
    const result = firstOf(completed?.result);
    if (order && result) note(order, payloads.fromPayload<NoticeResult>(result).status);
  }
  return { registration, events: [...heard.values()].toSorted((one, other) => one.seq - other.seq), ends };
}

type Payloads = Parameters<typeof defaultPayloadConverter.fromPayload>[0][];

function firstOf(all: { readonly payloads?: Payloads | null } | null | undefined) {
  return all?.payloads?.[0];
}
