import type { Capabilities, GatewaySettings, Receiver } from '../sms/gateway.ts';

/** The gateway by which a question came and its reply leaves. */
export type InquiryGateway = Pick<GatewaySettings, 'encoding' | 'prices'> & { readonly capabilities: Capabilities };

/** What answers must know of the gateways, by name. */
export function inquiryGatewaysOf(
  gateways: readonly GatewaySettings[],
  receivers: ReadonlyMap<string, Pick<Receiver, 'capabilities'>>,
): ReadonlyMap<string, InquiryGateway> {
  return new Map(
    gateways.flatMap(({ name, encoding, prices }) => {
      const receiver = receivers.get(name);
      return receiver ? [[name, { encoding, prices, capabilities: receiver.capabilities }] as const] : [];
    }),
  );
}
