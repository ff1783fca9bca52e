import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { instantAt, type Instant } from '../domain/calendar.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import {
  eventSignal,
  workflowId,
  type Activities,
  type DossierInput,
  type NoticeOrder,
  type NoticeResult,
  type ResultAtOnce,
} from '../workflows/contract.ts';

/** What a workflow did, by its own history: the witness when the journal or the ledger was restored from an older backup. */
export type WorkflowHistory = {
  readonly registration: Registration | null;
  /** In the order of their numbers. */
  readonly events: readonly DossierEvent[];
  /** How its notices ended, by key; `sending` when a hand-over began and its end is not known. */
  readonly ends: ReadonlyMap<string, NoticeEnding>;
};
export type NoticeEnding = { readonly order: NoticeOrder; readonly status: NoticeStatus; readonly at: Instant };

type RecordedEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];
type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0];

const DEADLINE_MS = 10_000;
/** What it reads is not checked, because only our own programs start and signal these workflows. */
const payloads = defaultPayloadConverter;

export async function readHistory(client: Client, code: ReceiptCode, runId: string): Promise<WorkflowHistory> {
  const { events } = await fetchHistory(client, code, runId);
  const recorded = events ?? [];
  return { registration: findRegistration(recorded), events: findEvents(recorded), ends: findEnds(recorded) };
}

/** The history as Temporal keeps it, of this run or else of the last one. */
export function fetchHistory(client: Client, code: ReceiptCode, runId?: string): ReturnType<WorkflowHandle['fetchHistory']> {
  return client.withDeadline(Date.now() + DEADLINE_MS, () => client.workflow.getHandle(workflowId(code), runId).fetchHistory());
}

function findRegistration([first]: readonly RecordedEvent[]): Registration | null {
  const input = firstOf(first?.workflowExecutionStartedEventAttributes?.input);
  return input ? payloads.fromPayload<DossierInput>(input).registration : null;
}

function findEvents(recorded: readonly RecordedEvent[]): readonly DossierEvent[] {
  const signalled = recorded.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const input = signal?.signalName === eventSignal.name ? firstOf(signal.input) : undefined;
    return input ? payloads.fromPayload<readonly DossierEvent[]>(input) : [];
  });
  return [...new Map(signalled.map((event) => [event.seq, event])).values()].toSorted((one, other) => one.seq - other.seq);
}

function findEnds(recorded: readonly RecordedEvent[]): ReadonlyMap<string, NoticeEnding> {
  const orders = new Map<string, NoticeOrder>();
  const ends = new Map<string, NoticeEnding>();
  const note = ({ eventTime }: RecordedEvent, { order, status }: End) =>
    ends.set(noticeKey(order.receiptCode, order.notice), { order, status, at: instantAt(tsToMs(eventTime)) });

  for (const event of recorded) {
    const order = readOrder(event);
    if (order) orders.set(String(event.eventId), order);
    if (order && nameOf(event) === SEND_NOTICE) note(event, { order, status: 'sending' });
    const end = readEnd(event, orders) ?? readEndAtOnce(event);
    if (end) note(event, end);
  }
  return ends;
}

type End = Pick<NoticeEnding, 'order' | 'status'>;

const SEND_NOTICE = 'sendNotice' satisfies keyof Activities;
const RECORD_NOT_SENT = 'recordNotSent' satisfies keyof Activities;

/** The order with which this event gave an activity to a queue. */
function readOrder(event: RecordedEvent): NoticeOrder | undefined {
  if (nameOf(event) !== SEND_NOTICE && nameOf(event) !== RECORD_NOT_SENT) return undefined;
  const input = firstOf(event.activityTaskScheduledEventAttributes?.input);
  return input && payloads.fromPayload<NoticeOrder>(input);
}

function nameOf({ activityTaskScheduledEventAttributes: scheduled }: RecordedEvent): string | null | undefined {
  return scheduled?.activityType?.name;
}

/** The end of an activity on a queue. */
function readEnd({ activityTaskCompletedEventAttributes: completed }: RecordedEvent, orders: ReadonlyMap<string, NoticeOrder>): End | null {
  const order = orders.get(String(completed?.scheduledEventId));
  const result = firstOf(completed?.result);
  return order && result ? { order, status: payloads.fromPayload<NoticeResult>(result).status } : null;
}

/** The end of an activity that ran within the workflow's own task: the SDK records it as a marker of this name. */
function readEndAtOnce({ markerRecordedEventAttributes: marker }: RecordedEvent): End | null {
  const result = marker?.markerName === 'core_local_activity' ? firstOf(marker.details?.['result']) : undefined;
  return result ? payloads.fromPayload<ResultAtOnce | null>(result) : null;
}

function firstOf(all: { readonly payloads?: Payload[] | null } | null | undefined): Payload | undefined {
  return all?.payloads?.[0];
}
