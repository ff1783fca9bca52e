import { z } from '@hono/zod-openapi';
import { GATEWAY_STATES, REFUSAL_KINDS } from '../domain/gateway-state.ts';
import type { ListedGateway } from '../services/list-gateways.ts';
import { shownInstant } from './fields.ts';

/** A gateway that `migrate` has not seen yet is in no state. */
export const gatewayState = z.enum([...GATEWAY_STATES, 'unknown']);

const refusals = z
  .object(Object.fromEntries(REFUSAL_KINDS.map((kind) => [kind, z.int()])))
  .openapi('GatewayRefusals', { description: 'hand-overs that the gateway did not take, by the kind of its answer' });

export const gatewayShape = z
  .object({
    name: z.string(),
    state: gatewayState,
    since: shownInstant.nullable(),
    rate: z.number().openapi({ description: 'messages or parts a second, as the gateway counts them' }),
    share: z.number().openapi({ description: 'its part of the messages, beside the shares of the other gateways' }),
    shareSet: z
      .object({ by: z.string(), reason: z.string(), at: shownInstant })
      .nullable()
      .openapi({ description: 'who set the share, and why; null while the share of the settings holds' }),
    lastSuccessAt: shownInstant.nullable().openapi({ description: 'when it last took a message' }),
    refusals,
    awaySince: shownInstant.nullable().openapi({ description: 'since when it has left the shares; null while it has not' }),
  })
  .openapi('Gateway', {
    example: {
      name: 'plain',
      state: 'ok',
      since: '2026-11-23T01:15:00.000Z',
      rate: 20,
      share: 70,
      shareSet: { by: 'operator', reason: 'Nhà mạng A bảo trì', at: '2026-11-23T01:15:00.000Z' },
      lastSuccessAt: '2026-11-23T01:15:00.000Z',
      refusals: Object.fromEntries(REFUSAL_KINDS.map((kind) => [kind, 0])),
      awaySince: null,
    },
  });

export function viewGateway({ shareSet, refusals: counts, ...rest }: ListedGateway): z.input<typeof gatewayShape> {
  return { ...rest, shareSet: shareSet && { by: shareSet.by, reason: shareSet.reason, at: shareSet.at }, refusals: { ...counts } };
}
