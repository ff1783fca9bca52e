import { defineSearchAttributeKey, SearchAttributeType, type Priority, type SearchAttributeUpdatePair } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
import { instantOf, epochMs, type Instant } from '../domain/calendar.ts';
import type { Dossier, DossierEvent } from '../domain/dossier.ts';
import type { Notice } from '../domain/notice-key.ts';
import type { NotCalledFor } from '../domain/due-notices.ts';
import type { NoticeStatus, Repetition } from '../domain/notice-status.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';

/** The names of contract §5, and what travels under them: ids, dates and step names, never a phone (requirements §9). */
export const WORKFLOW_TYPE = 'dossier';
export const DOSSIERS_QUEUE = 'dossiers';
export const SMS_QUEUE = 'sms';

export const eventSignal = defineSignal<[readonly DossierEvent[]]>('event');
export const statusQuery = defineQuery<Dossier>('status');

export const WORKFLOW_ID_PREFIX = 'dossier:';

export function workflowId(code: ReceiptCode | CodeKey): string {
  return WORKFLOW_ID_PREFIX + code;
}

/** Order on the `sms` queue, 1 first: a reply, or a resend an operator waits for; a result or supplement; an apology. */
export const PRIORITIES = { reply: 1, notice: 2, apology: 4 } as const;

/** A workflow's own tasks stand between: those of an evening's apologies must not hold up anything else for long. */
export function priorityOf(kind: Notice['kind'], agency: string): Priority {
  return { priorityKey: kind === 'apology' ? PRIORITIES.apology : PRIORITIES.notice, fairnessKey: agency };
}

/** From 1 s to 5 min between tries (requirements §5.7). A try is short, so that a lost one comes back soon; one without a beat is taken over. */
export const HAND_OVER = {
  taskQueue: SMS_QUEUE,
  startToCloseTimeout: '15s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '1s', maximumInterval: '5m' },
} as const;

/** The activity of its own by which an operator sends a notice again. */
export function resendId(key: string, nth: number): string {
  return `resend:${key}:${nth}`;
}

/** What the workflow orders: the activity looks up the phone, and the journal if it has grown past `seq` meanwhile. */
export type NoticeOrder = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly notice: Notice;
  readonly decidedAt: Instant;
  /** When it became due: an apology's instant, else the decision itself. */
  readonly dueAt: Instant;
  /** Of the last event that the decision knew. */
  readonly seq: number;
  /** Hand it over once more, although an earlier hand-over is uncertain or failed. */
  readonly again?: Repetition;
};

/** Notices whose end the ledger knows when a workflow is started anew, by key, in the order in which they were decided. */
export type KnownEnds = Readonly<Record<string, NoticeStatus>>;

/** Where the order ended; `askAgainMs` with an `uncertain` that may be handed over once more (§5.6). */
export type NoticeResult = { readonly status: NoticeStatus; readonly askAgainMs?: number };

/** The order comes back with it: of an activity within a task the history keeps the result alone. */
export type ResultAtOnce = NoticeResult & { readonly order: NoticeOrder };

/** Why it is not, or no longer, to be sent. */
export type NoticeEnd = NotCalledFor | { readonly call: 'technical_failure'; readonly reason: 'out_of_time' };

/** The activities, by type only: `activities/index.ts` makes them. */
export type Activities = {
  sendNotice(order: NoticeOrder): Promise<NoticeResult>;
  /** Null: not now, the queue `sms` is to take it. */
  sendNoticeAtOnce(order: NoticeOrder): Promise<ResultAtOnce | null>;
  /** `created`: not recorded, because the journal holds what makes it called for; what was heard by then decides anew. */
  recordNotice(order: NoticeOrder, end: NoticeEnd): Promise<NoticeResult>;
  archiveDossier(code: ReceiptCode): Promise<void>;
};

export const attributes = {
  step: defineSearchAttributeKey('DossierStep', SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey('DossierState', SearchAttributeType.KEYWORD),
  agency: defineSearchAttributeKey('DossierAgency', SearchAttributeType.KEYWORD),
  procedure: defineSearchAttributeKey('DossierProcedure', SearchAttributeType.KEYWORD),
  problem: defineSearchAttributeKey('DossierProblem', SearchAttributeType.KEYWORD),
  dueDate: defineSearchAttributeKey('DossierDueDate', SearchAttributeType.DATETIME),
};

/** What operators filter by in the Temporal UI. `problem` is the status of a notice that needs a person, or null. */
export function attributePairs(dossier: Dossier, problem: NoticeStatus | null): readonly SearchAttributeUpdatePair[] {
  return [
    { key: attributes.step, value: dossier.step },
    { key: attributes.state, value: dossier.state },
    { key: attributes.agency, value: dossier.agency },
    { key: attributes.procedure, value: dossier.procedure.code },
    { key: attributes.problem, value: problem },
    { key: attributes.dueDate, value: dossier.dueDate === null ? null : new Date(epochMs(instantOf(dossier.dueDate, 0))) },
  ];
}
