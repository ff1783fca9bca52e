import { defineSearchAttributeKey, SearchAttributeType, type Priority, type SearchAttributeUpdatePair } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
import { instantOf, epochMs, type Instant } from '../domain/calendar.ts';
import type { Dossier, DossierEvent, Registration } from '../domain/dossier.ts';
import type { ReplyStatus } from '../domain/inquiry-reply.ts';
import type { Notice } from '../domain/notice-key.ts';
import type { DecisionNotToSend } from '../domain/due-notices.ts';
import type { NoticeStatus, Repetition } from '../domain/notice-status.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { SEARCH_ATTRIBUTE_NAMES } from '../domain/search-attribute-names.ts';

/** The names that Temporal knows us by (contract §5). What travels under them are ids, dates and step names, never a phone. */
export const WORKFLOW_TYPE = 'dossier';
export const DOSSIERS_QUEUE = 'dossiers';
export const SMS_QUEUE = 'sms';

/** How a workflow begins. */
export type DossierInput = { readonly registration: Registration; readonly knownEnds: KnownEnds };

/** The notices that the ledger knows the end of, by key, in the order of their decisions. Empty unless the workflow replaces a lost one. */
export type KnownEnds = Readonly<Record<string, NoticeStatus>>;

export const eventSignal = defineSignal<[readonly DossierEvent[]]>('event');
export const statusQuery = defineQuery<Dossier>('status');

export const WORKFLOW_ID_PREFIX = 'dossier:';

export function workflowId(code: ReceiptCode | CodeKey): string {
  return WORKFLOW_ID_PREFIX + code;
}

/** Order on the `sms` queue, 1 first: a reply, or a resend that an operator waits for; a result or supplement; an apology. */
export const PRIORITIES = { reply: 1, notice: 2, apology: 4 } as const;

/** A workflow's own tasks have priority 3: those of an evening's apologies must not hold up anything else for long. */
export function priorityOf(kind: Notice['kind'], agency: string): Priority {
  return { priorityKey: kind === 'apology' ? PRIORITIES.apology : PRIORITIES.notice, fairnessKey: agency };
}

/**
 * Temporal waits 1 s to 5 min between two tries (requirements §5.7). The time-out of one try is short, so that a lost try is repeated soon.
 * A worker that sends no heartbeat is dead, and another worker takes over.
 */
export const HAND_OVER_OPTIONS = {
  taskQueue: SMS_QUEUE,
  startToCloseTimeout: '15s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '1s', maximumInterval: '5m' },
} as const;

/** The id of the activity by which an operator sends a notice again. */
export function resendId(key: string, nth: number): string {
  return `resend:${key}:${nth}`;
}

/** A reply by a call of its own (requirements §11.5). A citizen waits, so it is tried again soon. */
export const REPLY_OPTIONS = {
  ...HAND_OVER_OPTIONS,
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  priority: { priorityKey: PRIORITIES.reply },
} as const;

/** The id of the activity that sends a reply. */
export function replyActivityId(reference: string): string {
  return `reply:${reference}`;
}

/** What the workflow orders. The activity reads the phone itself, and the journal when that has grown past `seq`. */
export type NoticeOrder = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly notice: Notice;
  readonly decidedAt: Instant;
  /** When the notice became due: the instant of an apology, else the decision itself. */
  readonly dueAt: Instant;
  /** The last event that the decision knew. */
  readonly seq: number;
  /** Hand the notice over once more, although an earlier hand-over is uncertain or failed. */
  readonly again?: Repetition;
};

/** What became of the order; with `sendAgainAfterMs` the notice is `uncertain` and may be handed over once more (requirements §5.6). */
export type NoticeResult = { readonly status: NoticeStatus; readonly sendAgainAfterMs?: number };

/** The result with its order: of an activity that runs within a workflow task, the history keeps only the result. */
export type ResultAtOnce = NoticeResult & { readonly order: NoticeOrder };

/** The activities, by type only: `activities/index.ts` makes them. */
export type Activities = {
  sendNotice(order: NoticeOrder): Promise<NoticeResult>;
  /** Null: it cannot be sent now, so it must go through the queue `sms`. */
  sendNoticeAtOnce(order: NoticeOrder): Promise<ResultAtOnce | null>;
  /** `created`: nothing was recorded, because by the journal the notice is to be sent. More events will decide again. */
  recordNotSent(order: NoticeOrder, decision: DecisionNotToSend): Promise<NoticeResult>;
  archiveDossier(code: ReceiptCode): Promise<void>;
  /** The input is a digest: the activity reads the number and the text itself. Null: there is no such reply any more. */
  sendReply(reference: string): Promise<ReplyStatus | null>;
};

export const SEARCH_ATTRIBUTES = {
  step: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.step, SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.state, SearchAttributeType.KEYWORD),
  agency: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.agency, SearchAttributeType.KEYWORD),
  procedure: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.procedure, SearchAttributeType.KEYWORD),
  problem: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.problem, SearchAttributeType.KEYWORD),
  dueDate: defineSearchAttributeKey(SEARCH_ATTRIBUTE_NAMES.dueDate, SearchAttributeType.DATETIME),
};

/** What operators filter by in Temporal's UI. `problem` is the status of a notice that needs a person, or null. */
export function searchAttributesOf(dossier: Dossier, problem: NoticeStatus | null): readonly SearchAttributeUpdatePair[] {
  return [
    { key: SEARCH_ATTRIBUTES.step, value: dossier.step },
    { key: SEARCH_ATTRIBUTES.state, value: dossier.state },
    { key: SEARCH_ATTRIBUTES.agency, value: dossier.agency },
    { key: SEARCH_ATTRIBUTES.procedure, value: dossier.procedure.code },
    { key: SEARCH_ATTRIBUTES.problem, value: problem },
    { key: SEARCH_ATTRIBUTES.dueDate, value: dossier.dueDate === null ? null : new Date(epochMs(instantOf(dossier.dueDate, 0))) },
  ];
}
