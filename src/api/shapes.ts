import { z } from '@hono/zod-openapi';
import { dateOf, instantOf, readInstant, readLocalDate, type Instant, type LocalDate } from '../domain/calendar.ts';
import { apologyInstant } from '../domain/apology.ts';
import { CLOCKS, clockOf, OUTCOMES, RESCHEDULE_REASONS, type Dossier } from '../domain/dossier.ts';
import { NOTICE_KINDS } from '../domain/notice-key.ts';
import { INQUIRY_OUTCOMES, INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import { readName } from '../domain/fixed-names.ts';
import { NOTICE_STATUSES } from '../domain/notice-status.ts';
import { LATE, ON_TIME, onTimeText } from '../domain/on-time.ts';
import { maskPhone } from '../domain/phone.ts';
import { readReceiptCode, type ReceiptCode } from '../domain/receipt-code.ts';
import type { Contact } from '../db/journal.ts';

/** Text that PostgreSQL and an SMS can hold: no control characters, no half surrogate pairs, at most `max` characters, not blank as a name. */
export const text = (max: number, description: string) =>
  z
    .string()
    .max(max)
    .refine((value) => readName(value) !== '' && value.isWellFormed() && !/\p{Cc}/u.test(value), 'expected text without control characters')
    .openapi({ description });

export const localDate = z
  .string()
  .transform((value, context): LocalDate => readLocalDate(value) ?? fail(context, 'expected a day that exists, YYYY-MM-DD'))
  .openapi({ type: 'string', format: 'date', example: '2026-11-27' });

export const instant = z
  .string()
  .transform(
    (value, context): Instant => readInstant(value) ?? fail(context, 'expected RFC 3339 with an offset, e.g. 2026-11-23T08:15:00+07:00'),
  )
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-23T08:15:00+07:00' });

/** In a query: a day of Viet Nam stands for its first moment. */
export const moment = z
  .string()
  .transform((value, context): Instant => {
    const day = readLocalDate(value);
    return day === null ? (readInstant(value) ?? fail(context, 'expected a day YYYY-MM-DD or RFC 3339 with an offset')) : instantOf(day, 0);
  })
  .openapi({ type: 'string', example: '2026-11-23' });

export const receiptCode = z
  .string()
  .max(60)
  .transform((value, context): ReceiptCode => readReceiptCode(value) ?? fail(context, 'expected 6 to 30 characters of 0-9 A-Z . - /'))
  .openapi({ type: 'string', example: '0101701234' });

export const procedure = z
  .strictObject({ code: text(100, 'of the national database'), name: text(500, 'as people read it'), sameDay: z.boolean() })
  .openapi('Procedure');

const step = text(100, 'where the dossier is; free text, `Trả kết quả` and `Bộ phận Một cửa` are fixed');
/** Two numbers and a remark are a broken number, and no reason to refuse the dossier (requirements §3.3). */
const phone = z.string().max(200).nullable().openapi({ example: '0905123456' });

export const registration = z
  .strictObject({
    receiptCode,
    agency: text(50, 'agency id').default('default'),
    procedure,
    phone: phone.optional(),
    receivedAt: instant.optional(),
    dueDate: localDate.nullable().optional(),
    step: step.optional(),
  })
  .openapi('Registration');

const eventId = text(64, 'chosen by the sender; the same id takes effect once');
const common = { eventId, occurredAt: instant.optional() };

export const event = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        ...common,
        type: z.literal('progress'),
        step: step.optional(),
        state: text(100, 'what it waits for; `Chờ bổ sung` is fixed').optional(),
      })
      .refine((value) => value.step !== undefined || value.state !== undefined, {
        message: 'expected a step, a state or both',
        path: ['step'],
      })
      .openapi('Progress'),
    z
      .strictObject({ ...common, type: z.literal('reschedule'), dueDate: localDate, reason: z.enum(RESCHEDULE_REASONS) })
      .openapi('Reschedule'),
    z.strictObject({ ...common, type: z.literal('contact'), phone }).openapi('ContactChange'),
    z.strictObject({ ...common, type: z.literal('close'), outcome: z.enum(OUTCOMES) }).openapi('Close'),
  ])
  .openapi('Event');

const shownInstant = z.string().openapi({ format: 'date-time', example: '2026-11-23T01:15:00.000Z' });
const shownDate = z.string().openapi({ format: 'date', example: '2026-11-27' });
const warning = z.object({ code: z.enum(['phone_unusable']), message: z.string() });

export const dossier = z
  .object({
    receiptCode: z.string(),
    agency: z.string(),
    procedure: z.object({ code: z.string(), name: z.string(), sameDay: z.boolean() }),
    phone: z.string().nullable().openapi({ description: 'masked', example: '0905 *** 456' }),
    step: z.string(),
    state: z.string().nullable(),
    receivedAt: shownInstant,
    dueDate: shownDate.nullable(),
    originalDueDate: shownDate.nullable(),
    judgedDate: shownDate.nullable(),
    onTime: z.enum([ON_TIME, LATE]),
    clock: z.enum(CLOCKS),
    resultAt: shownInstant.nullable(),
    closed: z.object({ outcome: z.enum(OUTCOMES), at: shownInstant }).nullable(),
    apologyAt: shownInstant.nullable(),
    warnings: z.array(warning),
    events: z.int(),
    source: z.enum(INQUIRY_SOURCES),
    asOf: shownInstant,
  })
  .openapi('Dossier');

/** How a dossier is shown to staff: the phone masked (§9), the judgement as of now. */
export function dossierView(dossier: Dossier, contact: Contact, source: (typeof INQUIRY_SOURCES)[number], now: Instant): DossierView {
  const { receiptCode, agency, procedure, step, state, receivedAt, dueDate, originalDueDate, judgedDate, closed, seq } = dossier;
  return {
    receiptCode,
    agency,
    procedure,
    phone: contact.phone && maskPhone(contact.phone),
    step,
    state,
    receivedAt,
    dueDate,
    originalDueDate,
    judgedDate,
    onTime: onTimeText(dossier, dateOf(now)),
    clock: clockOf(dossier),
    resultAt: dossier.result.at,
    closed,
    apologyAt: closed === null ? apologyInstant(dossier) : null,
    warnings: warningsOf(contact),
    events: seq,
    source,
    asOf: now,
  };
}

export function warningsOf({ problem }: Contact): z.input<typeof warning>[] {
  return problem === null ? [] : [{ code: 'phone_unusable', message: `no notice can be sent to this number: ${problem}` }];
}

export const notice = z
  .object({
    key: z.string().openapi({ example: '0101701234/result/1' }),
    receiptCode: z.string(),
    kind: z.enum(NOTICE_KINDS),
    round: z.int().optional(),
    dueDate: shownDate.optional(),
    status: z.enum(NOTICE_STATUSES),
    reason: z.string().nullable(),
    text: z.string(),
    segments: z.int(),
    attempts: z.int(),
    gateway: z.string().nullable(),
    gatewayMessageId: z.string().nullable(),
    decidedAt: shownInstant,
    dueAt: shownInstant,
    sentAt: shownInstant.nullable(),
    settledAt: shownInstant.nullable(),
    resent: z.boolean().openapi({ description: 'handed over again by an operator, or after an uncertain answer' }),
  })
  .openapi('Notice');

export const inquiry = z
  .object({
    id: z.string(),
    gateway: z.string(),
    from: z.string().nullable().openapi({ description: 'masked; null once erased' }),
    text: z.string().nullable(),
    at: shownInstant,
    receivedAt: shownInstant,
    outcome: z.enum(INQUIRY_OUTCOMES).nullable(),
    reply: z.string().nullable(),
    charge: z.boolean(),
    source: z.enum(INQUIRY_SOURCES).nullable(),
    answeredAt: shownInstant.nullable(),
  })
  .openapi('Inquiry');

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

export type DossierView = z.input<typeof dossier>;

function fail(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
