import { sql } from 'drizzle-orm';
import {
  bigint,
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
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { LocalDate } from '../domain/calendar.ts';
import { CLOCKS, OUTCOMES, type Dossier, type DossierEvent } from '../domain/dossier.ts';
import { GATEWAY_STATES, type RefusalKind } from '../domain/gateway-state.ts';
import { INQUIRY_OUTCOMES, INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import type { ChargeReport } from '../domain/inquiry-charges.ts';
import { REPLY_STATUSES } from '../domain/inquiry-reply.ts';
import { NOTICE_KINDS } from '../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../domain/notice-status.ts';
import { PHONE_PROBLEMS, type Phone } from '../domain/phone.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { RECORD_KINDS } from '../domain/record-kinds.ts';
import { ROLES } from '../domain/roles.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const codeKeyColumn = () => text('code_key').$type<CodeKey>();
const localDate = <Name extends string>(name: Name) => date(name, { mode: 'string' }).$type<LocalDate>();
/** Read as PostgreSQL's text, which `instantFrom` turns into an instant. */
const instant = <Name extends string>(name: Name) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

export const noticeKind = pgEnum('notice_kind', NOTICE_KINDS);
export const noticeStatus = pgEnum('notice_status', NOTICE_STATUSES);
export const inquiryOutcome = pgEnum('inquiry_outcome', INQUIRY_OUTCOMES);
export const inquirySource = pgEnum('inquiry_source', INQUIRY_SOURCES);

/** The head of each dossier's journal: its last `seq` and hash. Step and state are not here, because they are the fold of the events. */
export const dossiers = pgTable(
  'dossiers',
  {
    codeKey: codeKeyColumn().primaryKey(),
    receiptCode: text('receipt_code').$type<ReceiptCode>().notNull(),
    agency: text('agency').notNull(),
    receivedOn: localDate('received_on').notNull(),
    seq: integer('seq').notNull(),
    hash: bytea('hash').notNull(),
    /** When the last event was recorded; never runs backwards within a dossier. */
    recordedAt: instant('recorded_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [index('dossiers_by_part').using('gin', table.codeKey.op('gin_trgm_ops'))],
);

/** The only place of a dossier's phone number (requirements §9). Once `key` is erased, the digests of requests say nothing any more. */
export const contacts = pgTable(
  'contacts',
  {
    codeKey: codeKeyColumn()
      .primaryKey()
      .references(() => dossiers.codeKey),
    phone: text('phone').$type<Phone>(),
    problem: text('problem', { enum: PHONE_PROBLEMS }),
    key: bytea('key'),
  },
  (table) => [
    index('contacts_by_phone')
      .on(table.phone)
      .where(sql`phone is not null`),
  ],
);

/** The journal. It is append-only: a trigger refuses to change, delete or truncate. `seq` 0 is the registration. */
export const events = pgTable(
  'events',
  {
    codeKey: codeKeyColumn()
      .notNull()
      .references(() => dossiers.codeKey),
    seq: integer('seq').notNull(),
    /** Chosen by the sender; null for the registration. */
    eventId: text('event_id'),
    type: text('type').$type<'register' | DossierEvent['type']>().notNull(),
    body: jsonb('body').$type<Readonly<Record<string, unknown>>>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    actor: text('actor').notNull(),
    /** A keyed hash of the request, which distinguishes a repetition from a conflict. */
    digest: bytea('digest').notNull(),
    /** SHA-256 of the previous event's hash and this row. */
    hash: bytea('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.codeKey, table.seq] }),
    unique('events_once').on(table.codeKey, table.eventId),
    index('events_informed')
      .on(table.codeKey, sql`(body ->> 'notice')`)
      .where(sql`type = 'informed'`),
    index('events_reappointments')
      .on(table.codeKey, table.seq, table.occurredAt)
      .where(sql`type = 'reschedule' and body ->> 'reason' = 'reappointment'`),
  ],
);

/** Events that no workflow has received yet. `due_at` is a lease: until then only the process that wrote the event delivers it. */
export const outbox = pgTable(
  'outbox',
  { codeKey: codeKeyColumn().notNull(), seq: integer('seq').notNull(), dueAt: instant('due_at').notNull() },
  (table) => [primaryKey({ columns: [table.codeKey, table.seq] }), index('outbox_due').on(table.dueAt)],
);

/**
 * Journal entries that `dossier_states` may not know yet. A trigger on the journal makes each row, whoever writes the entry. `due_at` is a lease
 * as in the outbox; it is `-infinity` for what was there before the table, which the sweep folds little by little.
 */
export const unlisted = pgTable(
  'unlisted',
  { codeKey: codeKeyColumn().notNull(), seq: integer('seq').notNull(), dueAt: instant('due_at').notNull() },
  (table) => [primaryKey({ columns: [table.codeKey, table.seq] }), index('unlisted_due').on(table.dueAt)],
);

/** Orders dossiers without a due date behind all others. */
const dueOrder = sql`coalesce(due_date, 'infinity')`;

/** `DossierLine` of each dossier, from which lists and statistics are read (architecture §2.3). The journal can make it anew at any time. */
export const dossierStates = pgTable(
  'dossier_states',
  {
    codeKey: codeKeyColumn().primaryKey(),
    seq: integer('seq').notNull(),
    agency: text('agency').notNull(),
    procedureCode: text('procedure_code').notNull(),
    receivedOn: localDate('received_on').notNull(),
    step: text('step').notNull(),
    stepKey: text('step_key').notNull(),
    state: text('state'),
    stateKey: text('state_key'),
    dueDate: localDate('due_date'),
    originalDueDate: localDate('original_due_date'),
    judgedDate: localDate('judged_date'),
    clock: text('clock', { enum: CLOCKS }).notNull(),
    waitingSince: instant('waiting_since'),
    stoppedSince: instant('stopped_since'),
    daysStopped: integer('days_stopped').notNull(),
    resultOn: localDate('result_on'),
    late: boolean('late'),
    closed: boolean('closed').notNull(),
    closedOn: localDate('closed_on'),
    outcome: text('outcome', { enum: OUTCOMES }),
    reappointments: integer('reappointments').notNull(),
    apologyAt: instant('apology_at'),
  },
  (table) => [
    // Behind the key stands what lists are filtered by on their way. `due_date` is there because PostgreSQL reads an index alone only if that
    // has the columns of its expressions, too.
    index('dossier_states_by_due').on(table.closed, dueOrder, table.codeKey, table.dueDate, table.late, table.judgedDate),
    index('dossier_states_by_receipt').on(table.closed, table.receivedOn, table.codeKey),
    index('dossier_states_by_code').on(table.closed, table.codeKey, table.agency),
    index('dossier_states_of_agency').on(table.agency, table.closed, dueOrder, table.codeKey, table.dueDate),
    index('dossier_states_of_procedure').on(table.procedureCode, table.closed, dueOrder, table.codeKey),
    index('dossier_states_at_step').on(table.stepKey, table.closed, dueOrder, table.codeKey),
    index('dossier_states_in_state')
      .on(table.stateKey, table.closed, dueOrder, table.codeKey)
      .where(sql`state_key is not null`),
    // Of open dossiers alone, and with all that their lists and counts ask for.
    index('dossier_states_running')
      .on(dueOrder, table.codeKey, table.dueDate, table.agency, table.late, table.judgedDate)
      .where(sql`clock = 'running' and not closed`),
    index('dossier_states_waiting')
      .on(dueOrder, table.codeKey, table.dueDate, table.agency, table.late, table.judgedDate)
      .where(sql`waiting_since is not null and not closed`),
    index('dossier_states_ready')
      .on(dueOrder, table.codeKey, table.dueDate, table.agency, table.late, table.judgedDate)
      .where(sql`result_on is not null and not closed`),
    index('dossier_states_to_apologise')
      .on(dueOrder, table.codeKey, table.dueDate, table.agency, table.late, table.judgedDate)
      .where(sql`apology_at is not null and not closed`),
  ],
);

/** When the clock of a dossier was stopped; `nth` counts from 1. */
export const dossierStops = pgTable(
  'dossier_stops',
  {
    codeKey: codeKeyColumn().notNull(),
    nth: integer('nth').notNull(),
    from: instant('stopped_from').notNull(),
    to: instant('stopped_to'),
  },
  (table) => [primaryKey({ columns: [table.codeKey, table.nth] })],
);

/** `Eve` of the domain: each eve of which something that was recorded later can no longer change the judgement. */
export const dossierEves = pgTable(
  'dossier_eves',
  {
    codeKey: codeKeyColumn().notNull(),
    dueDate: localDate('due_date').notNull(),
    calledAtThree: boolean('called_at_three'),
    calledAtInstant: boolean('called_at_instant'),
  },
  (table) => [primaryKey({ columns: [table.codeKey, table.dueDate] }), index('dossier_eves_by_due').on(table.dueDate)],
);

const isProblem = "status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain')";
/** A notice by which nobody was told (requirements §8.5), in the words of `unreached.ts`. */
const toldNobody = sql`not of_closed and (${sql.raw(isProblem)} or (status = 'skipped' and reason = 'no_phone'))`;

/** The ledger: one row for each notice that was ever decided on, with what became of it (requirements §5.6). */
export const notices = pgTable(
  'notices',
  {
    key: text('key').primaryKey(),
    codeKey: codeKeyColumn()
      .notNull()
      .references(() => dossiers.codeKey),
    kind: noticeKind('kind').notNull(),
    round: smallint('round'),
    dueDate: localDate('due_date'),
    status: noticeStatus('status').notNull(),
    reason: text('reason'),
    text: text('text').notNull(),
    /** Of the text as it travels: of its last claim, and before one of the gateway that would be chosen (requirements §11.6). */
    encoding: text('encoding', { enum: SMS_ENCODINGS }),
    segments: smallint('segments').notNull(),
    /** Đồng for all parts, from the claim on; null where the office named no prices. */
    cost: integer('cost'),
    attempts: integer('attempts').notNull().default(0),
    gateway: text('gateway'),
    /** What the gateway was told as our reference at the last claim. */
    reference: text('reference'),
    gatewayMessageId: text('gateway_message_id'),
    /** The same id in the form by which receipts are matched (requirements §11.3). */
    gatewayMessageKey: text('gateway_message_key'),
    /** A hand-over whose end nobody saw may have arrived, so no other gateway may send it by itself (requirements §11.4). */
    perhapsSent: boolean('perhaps_sent').notNull().default(false),
    /**
     * Nobody was told by it when its dossier was closed, so nobody has to be told by other means. It only keeps the indexes of those by
     * which nobody was told small: what fails after the close does not have it, so whoever reads them asks for the dossier as well.
     */
    ofClosed: boolean('of_closed').notNull().default(false),
    decidedAt: instant('decided_at').notNull(),
    dueAt: instant('due_at').notNull(),
    sentAt: instant('sent_at'),
    settledAt: instant('settled_at'),
    /** How often it was handed over under a new reference, by an operator or after an uncertain answer. */
    resent: smallint('resent').notNull().default(0),
  },
  (table) => [
    index('notices_of_dossier').on(table.codeKey),
    index('notices_by_message').on(table.gatewayMessageId),
    index('notices_by_message_key')
      .on(table.gateway, table.gatewayMessageKey)
      .where(sql`gateway_message_key is not null`),
    index('notices_by_reference')
      .on(table.reference)
      .where(sql`reference is not null`),
    index('notices_newest').on(table.decidedAt.desc().nullsFirst(), table.key.desc().nullsFirst()),
    index('notices_with_status').on(table.status, table.decidedAt.desc().nullsFirst(), table.key.desc().nullsFirst()),
    index('notices_of_gateway').on(table.gateway, table.decidedAt.desc().nullsFirst(), table.key.desc().nullsFirst()),
    index('notices_unreached').on(table.decidedAt.desc().nullsFirst(), table.key.desc().nullsFirst()).where(toldNobody),
    index('notices_of_trouble').on(table.codeKey, table.status, table.decidedAt, table.key).where(toldNobody),
    index('notices_with_problem').on(table.codeKey, table.status).where(sql.raw(isProblem)),
    index('notices_without_receipt')
      .on(table.gateway, table.settledAt)
      .where(sql`status = 'sent'`),
  ],
);

/** Delivery receipts as they came, also those of messages that nobody knows. */
export const receipts = pgTable(
  'receipts',
  {
    gateway: text('gateway').notNull(),
    /** In the one form of `messageIdKey`; empty when only our reference came. */
    messageId: text('message_id').notNull(),
    /** The one that the gateway was told; empty when only its own id came. */
    reference: text('reference').notNull().default(''),
    /** Empty as long as nobody knows the message. */
    noticeKey: text('notice_key').notNull(),
    status: text('status').notNull(),
    /** The part of a long message, of `parts`; 0: all of it. */
    part: smallint('part').notNull().default(0),
    parts: smallint('parts').notNull().default(0),
    at: instant('at').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.gateway, table.messageId, table.reference, table.part, table.status] }),
    index('receipts_of_notice').on(table.noticeKey),
    index('receipts_not_placed')
      .on(table.receivedAt)
      .where(sql`notice_key = ''`),
  ],
);

/** Citizens' texts to 8083 and the answers; `phone`, `text` and `reply` are erased after 90 days (requirements §9). */
export const inquiries = pgTable(
  'inquiries',
  {
    gateway: text('gateway').notNull(),
    id: text('id').notNull(),
    /** Numbers the questions that came under one id of one gateway (requirements §7.4). */
    nth: integer('nth').notNull().default(1),
    /** In the one form of `senderNumber`, so that limits count a phone as one. */
    phone: text('phone'),
    text: text('text'),
    sentAt: instant('sent_at').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
    codeKeys: text('code_keys').array().$type<CodeKey[]>(),
    outcome: inquiryOutcome('outcome'),
    reply: text('reply'),
    charge: boolean('charge'),
    source: inquirySource('source'),
    answeredAt: instant('answered_at'),
    /** Repeats that came under other ids. They count as questions in the limits (requirements §7.8). */
    repeats: integer('repeats').notNull().default(0),
    /** What the gateway wants back with the reply. */
    carried: jsonb('carried').$type<Readonly<Record<string, string>>>(),
    replySegments: smallint('reply_segments'),
    /** Đồng; null where the office named no prices. */
    replyCost: integer('reply_cost'),
    /** Null where the reply travelled in the answer to the gateway's request (requirements §11.5). */
    replyStatus: text('reply_status', { enum: REPLY_STATUSES }),
    /** Names the reply in Temporal and at the gateway: a digest, because an id may hold a number. */
    replyReference: text('reply_reference'),
    replyReason: text('reply_reason'),
    replyAttempts: integer('reply_attempts').notNull().default(0),
    /** When the sweep looks after the reply; null once it has ended. */
    replyDueAt: instant('reply_due_at'),
  },
  (table) => [
    primaryKey({ columns: [table.gateway, table.id, table.nth] }),
    index('inquiries_by_phone').on(table.phone, table.receivedAt),
    index('inquiries_newest').on(table.receivedAt.desc().nullsFirst()),
    index('inquiries_of_dossier').using('gin', table.codeKeys),
    uniqueIndex('inquiries_by_reply')
      .on(table.replyReference)
      .where(sql`reply_reference is not null`),
    index('inquiries_replies_due')
      .on(table.replyDueAt)
      .where(sql`reply_due_at is not null`),
  ],
);

/** What the inquiries of a day and their charges came to, one row a day (requirements §11.5). */
export const chargeDays = pgTable('charge_days', {
  day: localDate('day').primaryKey(),
  report: jsonb('report').$type<ChargeReport>().notNull(),
  differences: integer('differences').notNull(),
  reconciledAt: instant('reconciled_at')
    .notNull()
    .default(sql`now()`),
});

/** Closed dossiers. A workflow writes its dossier here before it ends. */
export const snapshots = pgTable('snapshots', {
  codeKey: codeKeyColumn()
    .primaryKey()
    .references(() => dossiers.codeKey),
  dossier: jsonb('dossier').$type<Dossier>().notNull(),
  archivedAt: instant('archived_at')
    .notNull()
    .default(sql`now()`),
});

/**
 * One row per gateway: its state, when the next message may leave, so that all workers together keep the carrier's rate, and what they
 * know of its health (requirements §11.4).
 */
export const gateways = pgTable('gateways', {
  name: text('name').primaryKey(),
  /** Exact to the microsecond, so that any rate is kept exactly. */
  nextAt: timestamp('next_at', { withTimezone: true, mode: 'string' })
    .notNull()
    .default(sql`now()`),
  state: text('state', { enum: GATEWAY_STATES }).notNull().default('ok'),
  since: instant('since')
    .notNull()
    .default(sql`now()`),
  /** Hand-overs without an answer since its last answer. */
  unanswered: integer('unanswered').notNull().default(0),
  /** Until when nobody sends through it, because it said so or a person has to act. */
  pausedUntil: instant('paused_until'),
  /** The operator's share; null: that of the settings. */
  share: smallint('share'),
  /** Refusals of the kinds unavailable and configuration since its last success. */
  refusals: integer('refusals').notNull().default(0),
  /** Its last hand-overs, as `GatewayHealth` in the domain writes them. */
  recent: text('recent').notNull().default(''),
  /** Since when it has left the shares. */
  awaySince: instant('away_since'),
  /** When the next trial message may go through it while it is away. */
  trialAt: instant('trial_at'),
  /** To about a minute. */
  lastSuccessAt: instant('last_success_at'),
  /** How many hand-overs it did not take, by the kind of its answer. */
  refused: jsonb('refused').$type<Readonly<Partial<Record<RefusalKind, number>>>>().notNull().default({}),
});

/** The shares that operators have set, the newest in force (requirements §11.4). */
export const gatewayShares = pgTable(
  'gateway_shares',
  {
    gateway: text('gateway')
      .notNull()
      .references(() => gateways.name),
    share: smallint('share').notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    setAt: instant('set_at')
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [index('gateway_shares_newest').on(table.gateway, table.setAt.desc())],
);

/** Agencies that a worker's settings do not name while notices of theirs wait (requirements §2). */
export const unknownAgencies = pgTable('unknown_agencies', {
  agency: text('agency').primaryKey(),
  seenAt: instant('seen_at')
    .notNull()
    .default(sql`now()`),
});

/** Who may sign in to the console (requirements §8.1). A name is kept as it was written, and is unique whatever its case. */
export const people = pgTable(
  'people',
  {
    name: text('name').primaryKey(),
    role: text('role', { enum: ROLES }).notNull(),
    /** Those to which the person is bound; null: all of them. */
    agencies: text('agencies').array(),
    /** Argon2id; null for a person who signs in through OpenID Connect alone. */
    passwordHash: text('password_hash'),
    /** Who it is at the OpenID Connect provider: issuer and subject, which never change there. Null for a person with a password. */
    providerSubject: text('provider_subject').unique(),
    /** The secret of the second factor in base32, and the last step of 30 s whose code was used, so that none is used twice. */
    totpSecret: text('totp_secret'),
    totpStep: integer('totp_step'),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('people_by_name').on(sql`lower(${table.name})`)],
);

/** Who is signed in. Only the digest of the cookie's token is kept. `draft`: a form that was sent when the session before had ended. */
export const sessions = pgTable(
  'sessions',
  {
    digest: bytea('digest').primaryKey(),
    person: text('person')
      .notNull()
      .references(() => people.name),
    /** The password was right and the code of the second factor is still to come: nobody is signed in yet. */
    awaitsCode: boolean('awaits_code').notNull().default(false),
    startedAt: instant('started_at').notNull().defaultNow(),
    seenAt: instant('seen_at').notNull().defaultNow(),
    /** What the next page says was done. */
    banner: text('banner'),
    draft: jsonb('draft').$type<{ readonly path: string; readonly fields: Readonly<Record<string, string>> }>(),
  },
  (table) => [index('sessions_of_person').on(table.person)],
);

/** Sign-ins, and changes of accounts, settings and shares (requirements §8.1). Append-only, as the journal is, and without secrets. */
export const records = pgTable(
  'records',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at')
      .notNull()
      .default(sql`clock_timestamp()`),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    /** Who did it; null while nobody has proved who it is. */
    actor: text('actor'),
    /** The person or thing that it is about; null for a name that nobody has, which may be a password typed into the wrong field. */
    subject: text('subject'),
    /** From where it was done; null for the command line. */
    address: text('address'),
    detail: jsonb('detail').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index('records_newest').on(table.at, table.id), index('records_of_subject').on(table.subject, table.kind, table.at)],
);

/** How often a sign-in failed lately, by name and by address, each as a digest. A row that is an hour old means nothing any more. */
export const signInFailures = pgTable('sign_in_failures', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  lastAt: instant('last_at').notNull(),
});

/** Verifications of the journal that people asked for; one runs at a time. `events`: how many there were at the start. */
export const journalChecks = pgTable(
  'journal_checks',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    startedBy: text('started_by').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    events: bigint('events', { mode: 'number' }).notNull(),
    checked: bigint('checked', { mode: 'number' }).notNull().default(0),
    /** When the process that runs it last said how far it is. */
    seenAt: instant('seen_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
    /** The first place that is not as it was written; null when there is none, or none yet. */
    brokenCode: text('broken_code'),
    brokenSeq: integer('broken_seq'),
  },
  (table) => [
    uniqueIndex('journal_checks_one_at_a_time')
      .on(sql`(true)`)
      .where(sql`${table.endedAt} is null`),
  ],
);
