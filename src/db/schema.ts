import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';
import type { Dossier } from '../domain/dossier.ts';
import { GATEWAY_STATES } from '../domain/gateway-state.ts';
import { INQUIRY_OUTCOMES, INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import { NOTICE_KINDS } from '../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../domain/notice-status.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

export const noticeKind = pgEnum('notice_kind', NOTICE_KINDS);
export const noticeStatus = pgEnum('notice_status', NOTICE_STATUSES);
export const inquiryOutcome = pgEnum('inquiry_outcome', INQUIRY_OUTCOMES);
export const inquirySource = pgEnum('inquiry_source', INQUIRY_SOURCES);

/** The head of each dossier's journal: its last `seq` and hash. No step and no state: those are the fold of the events. */
export const dossiers = pgTable('dossiers', {
  codeKey: text('code_key').primaryKey(),
  receiptCode: text('receipt_code').notNull(),
  agency: text('agency').notNull(),
  receivedOn: date('received_on', { mode: 'string' }).notNull(),
  seq: integer('seq').notNull(),
  hash: bytea('hash').notNull(),
  /** Of the last event; never runs backwards within a dossier. */
  recordedAt: instant('recorded_at').notNull(),
  closedAt: instant('closed_at'),
});

/** The only home of a phone number (requirements §9); `key` makes the digests of repeated requests worthless once it is erased. */
export const contacts = pgTable('contacts', {
  codeKey: text('code_key')
    .primaryKey()
    .references(() => dossiers.codeKey),
  phone: text('phone'),
  problem: text('problem'),
  key: bytea('key'),
});

/** The journal. Append-only: a trigger refuses to change, delete or truncate. `seq` 0 is the registration. */
export const events = pgTable(
  'events',
  {
    codeKey: text('code_key')
      .notNull()
      .references(() => dossiers.codeKey),
    seq: integer('seq').notNull(),
    /** Chosen by the sender; null for the registration. */
    eventId: text('event_id'),
    type: text('type').notNull(),
    body: jsonb('body').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    actor: text('actor').notNull(),
    /** Keyed hash of the request, to tell a repetition from a conflict. */
    digest: bytea('digest').notNull(),
    /** SHA-256 over the previous event's hash and this row. */
    hash: bytea('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.codeKey, table.seq] }), unique('events_once').on(table.codeKey, table.eventId)],
);

/** What the workflows have not been told yet. `due_at` is a lease: the process that wrote the event delivers at once, others after it. */
export const outbox = pgTable(
  'outbox',
  { codeKey: text('code_key').notNull(), seq: integer('seq').notNull(), dueAt: instant('due_at').notNull() },
  (table) => [primaryKey({ columns: [table.codeKey, table.seq] }), index('outbox_due').on(table.dueAt)],
);

/** The ledger: one row for each notice that was ever decided, and what became of it (requirements §5.6). */
export const notices = pgTable(
  'notices',
  {
    key: text('key').primaryKey(),
    codeKey: text('code_key')
      .notNull()
      .references(() => dossiers.codeKey),
    kind: noticeKind('kind').notNull(),
    round: smallint('round'),
    dueDate: date('due_date', { mode: 'string' }),
    status: noticeStatus('status').notNull(),
    reason: text('reason'),
    text: text('text').notNull(),
    segments: smallint('segments').notNull(),
    attempts: integer('attempts').notNull().default(0),
    gateway: text('gateway'),
    gatewayMessageId: text('gateway_message_id'),
    decidedAt: instant('decided_at').notNull(),
    dueAt: instant('due_at').notNull(),
    sentAt: instant('sent_at'),
    settledAt: instant('settled_at'),
    /** How often it was handed over under a new reference: by an operator, or after an uncertain answer. */
    resent: smallint('resent').notNull().default(0),
  },
  (table) => [
    index('notices_of_dossier').on(table.codeKey),
    index('notices_by_message').on(table.gatewayMessageId),
    index('notices_newest').on(table.decidedAt.desc(), table.key),
  ],
);

/** Delivery receipts as they came, also those we cannot place. */
export const receipts = pgTable(
  'receipts',
  {
    gateway: text('gateway').notNull(),
    messageId: text('message_id').notNull(),
    noticeKey: text('notice_key').notNull(),
    status: text('status').notNull(),
    at: instant('at').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.gateway, table.messageId, table.noticeKey, table.status] })],
);

/** Citizens' texts to 8083 and what they were answered; `phone` and `text` are erased after 90 days (requirements §9). */
export const inquiries = pgTable(
  'inquiries',
  {
    gateway: text('gateway').notNull(),
    id: text('id').notNull(),
    phone: text('phone'),
    text: text('text'),
    sentAt: instant('sent_at').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
    codeKeys: text('code_keys').array(),
    outcome: inquiryOutcome('outcome'),
    reply: text('reply'),
    charge: boolean('charge'),
    source: inquirySource('source'),
    answeredAt: instant('answered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.gateway, table.id] }),
    index('inquiries_by_phone').on(table.phone, table.receivedAt),
    index('inquiries_newest').on(table.receivedAt.desc()),
    index('inquiries_of_dossier').using('gin', table.codeKeys),
  ],
);

/** Closed dossiers, written as their workflow's last act. */
export const snapshots = pgTable('snapshots', {
  codeKey: text('code_key')
    .primaryKey()
    .references(() => dossiers.codeKey),
  dossier: jsonb('dossier').$type<Dossier>().notNull(),
  archivedAt: instant('archived_at')
    .notNull()
    .default(sql`now()`),
});

/** One row a gateway: who may send next, so that all workers together keep the carrier's rate, and how it does. */
export const gateways = pgTable('gateways', {
  name: text('name').primaryKey(),
  /** To the microsecond, so that any rate is exact. */
  nextAt: timestamp('next_at', { withTimezone: true, mode: 'string' })
    .notNull()
    .default(sql`now()`),
  state: text('state', { enum: GATEWAY_STATES }).notNull().default('ok'),
  since: instant('since')
    .notNull()
    .default(sql`now()`),
});
