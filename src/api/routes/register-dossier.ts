import { createRoute, z } from '@hono/zod-openapi';
import { dossierShape, viewDossier } from '../dossier-view.ts';
import { instant, localDate, phone, receiptCode, step, text } from '../fields.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';

const procedure = z
  .strictObject({ code: text(100, 'of the national database'), name: text(500, 'as people read it'), sameDay: z.boolean() })
  .openapi('Procedure');

const registration = z
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

/** Requirements §3. 201 is durable: the workflow is started beside the answer. */
export function registerDossierRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Register a dossier',
    ...requireRole(guard, ['clerk']),
    request: { body: jsonBody(registration) },
    responses: {
      201: jsonAnswer(dossierShape, 'registered'),
      200: jsonAnswer(dossierShape, 'the same again'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'malformed', 'too_large', 'dossier_conflict', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const sent = c.req.valid('json');
    const done = await services.registerDossier(sent, c.get('caller').name);
    if (done.kind === 'field_refused') throw refusalProblem(done.refusal);
    if (done.kind === 'refused') throw new ProblemError(done.refusal, `dossier ${sent.receiptCode} is registered with other content`);
    return c.json(viewDossier(done.dossier), done.kind === 'registered' ? 201 : 200);
  });
}
