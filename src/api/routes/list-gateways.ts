import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import { gatewayShape, viewGateway } from '../gateway-view.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

export function listGatewaysRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listGateways',
    path: '/v1/gateways',
    tags: ['Gateways'],
    summary: 'The SMS gateways',
    description: 'How each gateway of the settings is, how fast it is, which part of the messages it gets, and what it refused.',
    ...requireRole(guard, ROLES, 'none'),
    responses: {
      200: jsonAnswer(z.object({ items: z.array(gatewayShape) }), 'in the order of the settings'),
      ...problemAnswers('unauthorized', 'forbidden', 'unavailable'),
    },
  });
  app.openapi(route, async (c) => c.json({ items: (await services.listGateways()).map(viewGateway) }, 200));
}
