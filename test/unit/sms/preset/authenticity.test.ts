import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SignatureRecipe } from '../../../../src/sms/preset/call-recipes.ts';
import { openDoor } from '../../../../src/sms/preset/authenticity.ts';
import { someCall, someGatewaySettings } from '../../../support/gateway-settings.ts';

const FIELDS = { b: '2', a: 'Một', c: 'x y' };
const [FIRST, SECOND] = ['webhook-secret-1', 'webhook-secret-2'];
const OVER = '{field.a}-{field.b}{secret}{field.missing}';

const SIGNATURES: readonly (readonly [string, SignatureRecipe, string])[] = [
  [
    'SHA-256 in base64',
    { algorithm: 'sha256', over: OVER, encoding: 'base64' },
    createHash('sha256').update(`Một-2${SECOND}`).digest('base64'),
  ],
  ['MD5 in hex', { algorithm: 'md5', over: OVER, encoding: 'hex' }, createHash('md5').update(`Một-2${FIRST}`).digest('hex')],
  [
    'MD5 in capitals',
    { algorithm: 'md5', over: OVER, encoding: 'hex' },
    createHash('md5').update(`Một-2${FIRST}`).digest('hex').toUpperCase(),
  ],
  [
    'HMAC over the fields in the order of the alphabet',
    { algorithm: 'hmac-sha256', over: { alphabetical: ['c', 'a', 'd'] }, encoding: 'hex' },
    createHmac('sha256', SECOND).update('a=Một&c=x y&d=').digest('hex'),
  ],
];

test.each(SIGNATURES)('%s: the right one with any of the secrets, and no other', (_, recipe, signature) => {
  const isOwn = openDoor(someGatewaySettings(), { ...recipe, field: 'sign' });
  const letIn = (sign: string, fields: object = FIELDS) => isOwn(someCall({}), { ...fields, sign });
  expect(letIn(signature)).toBe(true);
  expect(letIn(signature, { ...FIELDS, a: 'Hai' })).toBe(false);
  expect(letIn(`${signature}0`)).toBe(false);
  expect(letIn('')).toBe(false);
  expect(isOwn(someCall({}), FIELDS)).toBe(false);
  expect(isOwn(someCall({}), null)).toBe(false);
  expect(
    openDoor(someGatewaySettings({ webhookSecrets: ['another'] }), { ...recipe, field: 'sign' })(someCall({}), {
      ...FIELDS,
      sign: signature,
    }),
  ).toBe(false);
});

function first(): readonly [string, SignatureRecipe, string] {
  const [signature] = SIGNATURES;
  if (signature === undefined) throw new Error('expected a signature');
  return signature;
}

test('a signature in a header', () => {
  const [, recipe, signature] = first();
  const isOwn = openDoor(someGatewaySettings(), { ...recipe, header: 'x-sign' });
  expect(isOwn(someCall({}, { header: (name) => (name === 'x-sign' ? signature : undefined) }), FIELDS)).toBe(true);
  expect(isOwn(someCall({}), FIELDS)).toBe(false);
});

const [HERE, ELSEWHERE] = ['203.0.113.7', '198.51.100.1'];
const HOW: readonly (readonly [string, object, object, boolean])[] = [
  ['a secret in the address', {}, { query: { secret: SECOND } }, true],
  ['a wrong secret', {}, { query: { secret: 'webhook-secret-3' } }, false],
  ['no secret', {}, {}, false],
  ['an address of the list', { webhookSecrets: [], callersFrom: ['203.0.113.0/24'] }, { address: HERE }, true],
  ['another address', { webhookSecrets: [], callersFrom: ['203.0.113.0/24'] }, { address: ELSEWHERE }, false],
  ['no known address', { webhookSecrets: [], callersFrom: ['203.0.113.0/24'] }, { address: null }, false],
  ['an address over IPv6', { webhookSecrets: [], callersFrom: ['203.0.113.7'] }, { address: `::ffff:${HERE}` }, true],
  ['an address and the secret', { callersFrom: [HERE] }, { address: HERE, query: { secret: FIRST } }, true],
  ['an address without the secret', { callersFrom: [HERE] }, { address: HERE }, false],
  ['the secret from elsewhere', { callersFrom: [HERE] }, { address: ELSEWHERE, query: { secret: FIRST } }, false],
  ['nothing configured', { webhookSecrets: [] }, {}, false],
  ['nothing configured, and an empty secret', { webhookSecrets: [] }, { query: { secret: '' } }, false],
];
test.each(HOW)('where the gateway signs nothing: %s', (_, settings, call, letIn) => {
  expect(openDoor(someGatewaySettings(settings), undefined)(someCall({}, call), {})).toBe(letIn);
});

test('a signature from another address is not enough', () => {
  const [, recipe, sign] = first();
  const isOwn = openDoor(someGatewaySettings({ callersFrom: [HERE] }), { ...recipe, field: 'sign' });
  expect(isOwn(someCall({}, { address: HERE }), { ...FIELDS, sign })).toBe(true);
  expect(isOwn(someCall({}, { address: ELSEWHERE }), { ...FIELDS, sign })).toBe(false);
});

test('without webhook secrets nothing is signed', () => {
  const recipe: SignatureRecipe = { algorithm: 'md5', over: OVER, encoding: 'hex' };
  const sign = createHash('md5').update('Một-2').digest('hex');
  expect(
    openDoor(someGatewaySettings({ webhookSecrets: [], callersFrom: [HERE] }), { ...recipe, field: 'sign' })(someCall({}), {
      ...FIELDS,
      sign,
    }),
  ).toBe(false);
});
