import { createRoute, z } from '@hono/zod-openapi';
import { OUTCOMES, RESCHEDULE_REASONS } from '../../domain/dossier.ts';
import { codeParam, instant, localDate, phone, step, text } from '../fields.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';

const common = { eventId: text(64, 'chosen by the sender; the same id takes effect once'), occurredAt: instant.optional() };

const event = z
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

const recorded = z.object({ eventId: z.string(), seq: z.int(), recordedAt: z.string() }).openapi('Recorded');

/** Requirements §4. 202: it is in the journal and will reach the workflow, whatever is down. */
export function recordEventRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/dossiers/{code}/events',
    tags: ['Dossiers'],
    summary: 'Say what happened to a dossier',
    ...requireRole(guard, ['clerk']),
    request: { params: codeParam, body: jsonBody(event) },
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
        'unavailable',
      ),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const sent = c.req.valid('json');
    const done = await services.recordEvent(code, sent, c.get('caller').name);
    if (done.kind === 'field_refused') throw refusalProblem(done.refusal);
    if (done.kind === 'refused') throw new ProblemError(done.refusal, `dossier ${code}, event ${sent.eventId}: ${done.refusal}`);
    const { kind, seq, recordedAt } = done;
    return c.json({ eventId: sent.eventId, seq, recordedAt }, kind === 'recorded' ? 202 : 200);
  });
}
