import { createRoute } from '@hono/zod-openapi';
import { codeKey } from '../../domain/receipt-code.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, codeParam, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import { dossier, dossierView } from '../shapes.ts';

/** A read after a write shows the write: from the workflow unless the journal knows more. */
export function getDossierRoute(app: App, { guard, reader, now }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/dossiers/{code}',
    tags: ['Dossiers'],
    summary: 'One dossier, as of now',
    ...allows(guard, ROLES),
    request: { params: codeParam },
    responses: {
      200: json(dossier, 'the dossier'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'dossier_not_found', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const known = await reader.byKey(codeKey(code));
    if (!known) throw new ProblemError('dossier_not_found', `no dossier has the receipt code ${code}`);
    return c.json(dossierView(known.dossier, known.head.contact, known.source, now()), 200);
  });
}
