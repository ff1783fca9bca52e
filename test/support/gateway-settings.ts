import type { GatewayCall, GatewaySettings, Message } from '../../src/sms/gateway.ts';
import type { Phone } from '../../src/domain/phone.ts';

export function someGatewaySettings(some: Partial<GatewaySettings> = {}): GatewaySettings {
  return {
    name: 'tested',
    url: null,
    user: 'the-user',
    secret: 'the-secret',
    sender: '8083',
    timeoutMs: 2000,
    encoding: 'unicode',
    tps: 20,
    share: 100,
    prices: null,
    webhookSecrets: ['webhook-secret-1', 'webhook-secret-2'],
    callersFrom: [],
    values: {},
    templates: {},
    ...some,
  };
}

export function someMessage(some: Partial<Message> = {}): Message {
  return {
    reference: '0101701234/result/1',
    to: '84905123456' as Phone,
    sender: '8083',
    text: 'TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong',
    template: { name: 'result', values: { code: '0101701234', agency: 'Sở Tài chính' } },
    ...some,
  };
}

/** A call of a gateway as the API passes it on: with the fields in the address, or with a body. */
export function someCall(sent: Readonly<Record<string, string>> | string | Uint8Array, some: Partial<GatewayCall> = {}): GatewayCall {
  const isBody = typeof sent === 'string' || sent instanceof Uint8Array;
  return {
    query: isBody ? {} : sent,
    header: () => undefined,
    body: isBody ? Buffer.from(sent) : Buffer.alloc(0),
    address: '203.0.113.7',
    nowMs: 0,
    ...some,
  };
}
