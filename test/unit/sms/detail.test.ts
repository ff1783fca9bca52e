import { expect, test } from 'vitest';
import { tellerOf } from '../../../src/sms/detail.ts';
import { someGatewaySettings } from '../../support/gateway-settings.ts';

const SECRET = 'p&ss "wörd"<7';
const tell = tellerOf(
  someGatewaySettings({ user: 'the-user', secret: SECRET, webhookSecrets: ['hook-secret'], values: { PASS: 'value-pass' } }),
);

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['in an address', encodeURIComponent(SECRET)],
  ['in a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
  ['in XML', 'p&amp;ss &quot;wörd&quot;&lt;7'],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['as HTTP Basic', Buffer.from(`the-user:${SECRET}`).toString('base64')],
  ['of the webhooks', 'hook-secret'],
  ['of the values', 'value-pass'],
])('an answer that quotes a secret %s does not bring it into the ledger', (_, quoted) => {
  expect(tell(500, `you said ${quoted}!`)).toBe('500 you said ***!');
});

test('requirements §9: nor does one that quotes a telephone number', () => {
  expect(tell(422, '+84 905-123-456 is blocked')).toBe('422 +<digits> is blocked');
});

test('a long answer is cut, and an empty one is only its status', () => {
  expect(tell(500, 'x'.repeat(100_000))).toHaveLength(204);
  expect(tell(500, '')).toBe('500');
});
