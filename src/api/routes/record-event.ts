import { createRoute, z } from '@hono/zod-openapi';
import { INFORMED_BY, OUTCOMES, RESCHEDULE_REASONS } from '../../domain/dossier.ts';
import { codeParam, instant, localDate, name, phone, seq, shownInstant, step, text } from '../fields.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import type { FieldErrorCode } from '../problem-texts.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';
import { warn, warning } from '../warnings.ts';

const common = {
  eventId: text(64, 'chosen by the sender; the same id takes effect once'),
  occurredAt: instant.optional().openapi({ description: 'at most 5 minutes in the future; now when it is left out' }),
  expectedSeq: seq
    .optional()
    .openapi({ description: 'the last event that the sender saw; 409 `changed_meanwhile` when there are more since' }),
};

/** Why it was done. It is a part of the kinds of event that change where a dossier stands. */
const note = text(
  300,
  'why it was done, for the staff; no names and no telephone numbers belong here, because it is kept for ever',
).optional();

/** JSON Schema's way to say "a step, a state or both". */
const stepAlone = { properties: { step: {} }, required: ['step'] };
const stateAlone = { properties: { state: {} }, required: ['state'] };

const event = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        ...common,
        type: z.literal('progress'),
        step: step.optional(),
        state: name(100, 'what it waits for; `Chờ bổ sung` is fixed').optional(),
        note,
      })
      .refine((value) => value.step !== undefined || value.state !== undefined, {
        error: 'step_or_state' satisfies FieldErrorCode,
        path: ['step'],
      })
      .openapi('Progress', { anyOf: [stepAlone, stateAlone] }),
    z
      .strictObject({ ...common, type: z.literal('reschedule'), dueDate: localDate, reason: z.enum(RESCHEDULE_REASONS), note })
      .openapi('Reschedule'),
    z.strictObject({ ...common, type: z.literal('contact'), phone }).openapi('ContactChange'),
    z
      .strictObject({
        ...common,
        type: z.literal('informed'),
        notice: text(100, 'the key of a notice of this dossier'),
        by: z.enum(INFORMED_BY),
      })
      .openapi('Informed'),
    z.strictObject({ ...common, type: z.literal('close'), outcome: z.enum(OUTCOMES), note }).openapi('Close'),
  ])
  .openapi('Event');

const EXAMPLES = {
  progress: { eventId: 'e1', type: 'progress', step: 'Thẩm định', state: 'Đang xử lý', occurredAt: '2026-11-23T09:00:00+07:00' },
  reschedule: { eventId: 'e2', type: 'reschedule', dueDate: '2026-12-01', reason: 'reappointment' },
  contact: { eventId: 'e3', type: 'contact', phone: '0905123457' },
  informed: { eventId: 'e5', type: 'informed', notice: '0101701234/apology/2026-11-27', by: 'phone' },
  close: { eventId: 'e4', type: 'close', outcome: 'handed_over' },
};

const recorded = z
  .object({ eventId: z.string(), seq: z.int(), recordedAt: shownInstant, warnings: z.array(warning) })
  .openapi('Recorded', { example: { eventId: 'e1', seq: 1, recordedAt: '2026-11-23T02:00:00.000Z', warnings: [] } });

/** Requirements §4. 202: it is in the journal and will reach the workflow, whatever is down. */
export function recordEventRoute(app: App, { guard, services, metrics }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'recordEvent',
    path: '/v1/dossiers/{code}/events',
    tags: ['Dossiers'],
    summary: 'Say what happened to a dossier',
    description:
      'When this is answered, the event is durable and will reach the workflow, whatever is down. The same `eventId` takes effect once.',
    ...requireRole(guard, ['clerk'], 'own'),
    request: { params: codeParam, body: jsonBody(event, EXAMPLES) },
    responses: {
      202: jsonAnswer(recorded, 'in the journal, durable'),
      200: jsonAnswer(recorded, 'the same again'),
      ...problemAnswers(
        'unauthorized',
        'forbidden',
        'invalid',
        'malformed',
        'too_large',
        'dossier_not_found',
        'dossier_closed',
        'event_conflict',
        'too_many_events',
        'changed_meanwhile',
        'unavailable',
      ),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const sent = c.req.valid('json');
    const done = await services.recordEvent(c.get('caller'), code, sent, c.get('caller').name);
    if (done.kind === 'field_refused') throw refusalProblem(done.refusal);
    if (done.kind === 'refused')
      throw new ProblemError(done.refusal, { code: 'event_refused', values: { code, eventId: sent.eventId, refusal: done.refusal } });
    const { kind, seq, recordedAt } = done;
    if (kind === 'recorded') metrics.eventRecorded(seq);
    const warnings = done.warnings.map((code) => warn(code));
    return c.json({ eventId: sent.eventId, seq, recordedAt, warnings }, kind === 'recorded' ? 202 : 200);
  });
}
