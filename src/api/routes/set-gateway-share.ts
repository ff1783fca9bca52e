import { createRoute, z } from '@hono/zod-openapi';
import { searchText, share, textWithoutNumber } from '../fields.ts';
import { gatewayShape, viewGateway } from '../gateway-view.ts';
import { ProblemError, refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';

const change = z
  .strictObject({ share, reason: textWithoutNumber(300, 'why, for whoever looks later; no telephone number belongs here') })
  .openapi('ShareChange');

const gatewayParam = z.object({
  name: searchText(100).openapi({ minLength: 1, description: 'the name of a gateway in the settings', example: 'plain' }),
});

export function setGatewayShareRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'put',
    operationId: 'setGatewayShare',
    path: '/v1/gateways/{name}/share',
    tags: ['Gateways'],
    summary: 'Set the share of a gateway',
    description:
      'From now on the gateway gets this part of the messages, beside the shares of the others, in place of the share of the settings. ' +
      'Each change is kept with its reason.',
    ...requireRole(guard, ['operator'], 'none'),
    request: { params: gatewayParam, body: jsonBody(change, { less: { share: 30, reason: 'Nhà mạng A bảo trì' } }) },
    responses: {
      200: jsonAnswer(gatewayShape, 'the gateway as it is now'),
      ...problemAnswers('unauthorized', 'forbidden', 'not_found', 'invalid', 'malformed', 'too_large', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { name } = c.req.valid('param');
    const done = await services.setGatewayShare(name, c.req.valid('json'), c.get('caller').name);
    if (done.kind === 'unknown_gateway') throw new ProblemError('not_found', { code: 'no_gateway', values: { name } });
    if (done.kind === 'field_refused') throw refusalProblem(done.refusal);
    return c.json(viewGateway(done.gateway), 200);
  });
}
