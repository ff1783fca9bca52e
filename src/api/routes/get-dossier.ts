import { createRoute } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import { dossierShape, viewDossier } from '../dossier-view.ts';
import { codeParam } from '../fields.ts';
import { unknownDossierProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

export function getDossierRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'getDossier',
    path: '/v1/dossiers/{code}',
    tags: ['Dossiers'],
    summary: 'One dossier, as of now',
    description: 'A read after a write shows the write. The phone is masked.',
    ...requireRole(guard, ROLES, 'own'),
    request: { params: codeParam },
    responses: {
      200: jsonAnswer(dossierShape, 'the dossier'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'dossier_not_found', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const found = await services.findDossier(c.get('caller'), code);
    if (!found) throw unknownDossierProblem(code);
    return c.json(viewDossier(found), 200);
  });
}
