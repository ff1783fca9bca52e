import { createRoute, z } from '@hono/zod-openapi';
import { DEFAULT_AGENCY } from '../../domain/scope.ts';
import { dossierShape, viewDossier } from '../dossier-view.ts';
import { instant, localDate, name, phone, receiptCode, step, text } from '../fields.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';
import { warn } from '../warnings.ts';

const procedure = z
  .strictObject({
    code: text(100, 'of the national database'),
    name: name(500, 'as people read it'),
    sameDay: z.boolean().openapi({ description: 'whether it is settled on the day it is received' }),
  })
  .openapi('Procedure');

const registration = z
  .strictObject({
    receiptCode,
    agency: text(50, 'an agency id that the server knows; when it is left out, the one to which the key is bound, or `default`')
      .optional()
      .openapi({ example: 'default' }),
    procedure,
    phone: phone.optional(),
    receivedAt: instant.optional().openapi({ description: 'at most 5 minutes in the future; now when it is left out' }),
    dueDate: localDate
      .nullable()
      .optional()
      .openapi({ type: ['string', 'null'], description: 'not before the day of receipt' }),
    step: step.optional(),
  })
  .openapi('Registration');

const EXAMPLE = {
  receiptCode: '0101701234',
  agency: DEFAULT_AGENCY,
  procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
  phone: '0905123456',
  receivedAt: '2026-11-23T08:15:00+07:00',
  dueDate: '2026-11-27',
  step: 'Tiếp nhận',
};

/** Requirements §3. 201 is durable: the workflow is started beside the answer. */
export function registerDossierRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'registerDossier',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Register a dossier',
    description: 'When this is answered, the dossier is durable. The same request again is answered with the same dossier.',
    ...requireRole(guard, ['clerk'], 'own'),
    request: { body: jsonBody(registration, { registration: EXAMPLE }) },
    responses: {
      201: jsonAnswer(dossierShape, 'registered'),
      200: jsonAnswer(dossierShape, 'the same again'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'malformed', 'too_large', 'dossier_conflict', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const sent = c.req.valid('json');
    const done = await services.registerDossier(c.get('caller'), sent, c.get('caller').name);
    if (done.kind === 'foreign_agency')
      throw new ProblemError('forbidden', { code: 'foreign_agency', values: { agencies: done.own.join(', ') } });
    if (done.kind === 'field_refused') throw refusalProblem(done.refusal);
    if (done.kind === 'refused') throw new ProblemError(done.refusal, { code: 'registered_otherwise', values: { code: sent.receiptCode } });
    const shown = viewDossier(done.dossier);
    const isWarned = !done.resemblesFixedName || shown.warnings.some(({ code }) => code === 'resembles_fixed_name');
    const warnings = isWarned ? shown.warnings : [...shown.warnings, warn('resembles_fixed_name')]; // the step has changed since
    return c.json({ ...shown, warnings }, done.kind === 'registered' ? 201 : 200);
  });
}
