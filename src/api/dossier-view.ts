import { z } from '@hono/zod-openapi';
import { apologyToCome } from '../domain/apology-forecast.ts';
import { dateOf } from '../domain/calendar.ts';
import { CLOCKS, clockOf, MANY_EVENTS, OUTCOMES } from '../domain/dossier.ts';
import { resemblesFixedName } from '../domain/fixed-names.ts';
import { INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import { LATE, ON_TIME, onTimeText } from '../domain/on-time.ts';
import { maskPhone } from '../domain/phone.ts';
import type { DossierAsOf } from '../services/find-dossier.ts';
import { shownDate, shownInstant } from './fields.ts';
import { warn, warning, type Warning } from './warnings.ts';

/** The dossier of the contract. */
export const DOSSIER_EXAMPLE = {
  receiptCode: '0101701234',
  agency: 'default',
  procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
  phone: '0905 *** 456',
  step: 'Thẩm định',
  state: null,
  receivedAt: '2026-11-23T01:15:00.000Z',
  dueDate: '2026-11-27',
  originalDueDate: '2026-11-27',
  judgedDate: '2026-11-27',
  onTime: 'Đúng hạn',
  clock: 'running',
  resultAt: null,
  closed: null,
  apologyAt: '2026-11-26T10:30:17.000Z',
  events: 3,
  source: 'workflow',
  asOf: '2026-11-23T02:00:00.000Z',
} as const;

export const dossierShape = z
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
    apologyAt: shownInstant.nullable().openapi({ description: 'null when no apology will be sent, as things stand' }),
    warnings: z.array(warning),
    events: z.int(),
    source: z.enum(INQUIRY_SOURCES),
    asOf: shownInstant,
  })
  .openapi('Dossier', { example: { ...DOSSIER_EXAMPLE, warnings: [] } });

/** How a dossier is shown to staff: the phone masked (requirements §9), the judgement as of now. */
export function viewDossier({ dossier, contact, apologies, source, asOf }: DossierAsOf): z.input<typeof dossierShape> {
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
    onTime: onTimeText(dossier, dateOf(asOf)),
    clock: clockOf(dossier),
    resultAt: dossier.result.at,
    closed,
    apologyAt: apologyToCome(dossier, { hasPhone: contact.phone !== null, apologies }, asOf),
    warnings: warningsOf(dossier, contact),
    events: seq,
    source,
    asOf,
  };
}

function warningsOf({ step, state, seq }: DossierAsOf['dossier'], { problem }: DossierAsOf['contact']): Warning[] {
  const resembles = [step, state ?? ''].some(resemblesFixedName);
  return [
    ...(problem === null ? [] : [warn('phone_unusable', problem)]),
    ...(seq >= MANY_EVENTS ? [warn('many_events')] : []),
    ...(resembles ? [warn('resembles_fixed_name')] : []),
  ];
}
