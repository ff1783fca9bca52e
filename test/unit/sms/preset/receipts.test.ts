import { expect, test } from 'vitest';
import type { ReceiptCall, Refusal } from '../../../../src/sms/gateway.ts';
import { receiptRecipe } from '../../../../src/sms/preset/call-recipes.ts';
import { openReceipts } from '../../../../src/sms/preset/receipts.ts';
import { someCall, someGatewaySettings } from '../../../support/gateway-settings.ts';

const QUERY = { secret: 'webhook-secret-1' };
const STATUSES = { field: 'status', values: { sent: 'sent', ok: 'delivered', '4': 'rejected', late: 'expired' } };
const COUNTS = { counts: { delivered: 'ok', failed: 'failed' }, field: 'state', values: { '1': 'sent', '5': 'sent', '4': 'rejected' } };

test.each([
  ['by a field', { status: STATUSES }, { status: 'ok' }, 'delivered'],
  ['by a number', { status: STATUSES }, { status: 4 }, 'rejected'],
  ['on its way', { status: STATUSES }, { status: 'sent' }, 'sent'],
  ['by counts: all arrived', { status: COUNTS }, { ok: '1', failed: '0', state: '5' }, 'delivered'],
  ['by counts, whatever the field says', { status: COUNTS }, { ok: '0', failed: '2', state: '5' }, 'undelivered'],
  ['by counts: the worst part wins', { status: COUNTS }, { ok: '1', failed: '1', state: '5' }, 'undelivered'],
  ['by the field where the counts say nothing', { status: COUNTS }, { ok: '0', failed: '0', state: '4' }, 'rejected'],
  ['by the field where there are no counts', { status: COUNTS }, { state: '1' }, 'sent'],
  ['by what every other value means', { status: { ...STATUSES, otherwise: 'sent' } }, { status: 'new' }, 'sent'],
])('the status is read %s', (_, recipe, fields, status) => {
  expect(read(recipe, { id: 'm1', ...fields })).toMatchObject({ kind: 'receipts', receipts: [{ status }] });
});

test.each([
  ['a status that nobody knows', { id: 'm1', status: 'new' }, ['status', 'not_one_of']],
  ['a status that every object has', { id: 'm1', status: 'toString' }, ['status', 'not_one_of']],
  ['no status', { id: 'm1' }, ['status', 'missing']],
  ['neither an id nor a reference', { status: 'ok' }, ['id', 'missing']],
  ['an empty id', { id: ' ', status: 'ok' }, ['id', 'missing']],
])('a receipt with %s is refused with its path', (_, fields, [path, message]) => {
  expect(read({ status: STATUSES }, fields)).toMatchObject({ kind: 'invalid', issues: [{ path: [path], message }] });
});

test('requirements §11.3: an id has one form, whatever its base, zeros and case', () => {
  const recipe = receiptRecipe.parse({ kind: 'json', messageId: 'id', status: STATUSES });
  const reader = openReceipts(recipe, 'hexadecimal', someGatewaySettings());
  for (const id of ['1A', '001a', '0x1A']) {
    const receipts = [{ messageId: '26', reference: null, status: 'delivered', part: null, at: null }];
    expect(reader.read(someCall(JSON.stringify({ id, status: 'ok' }), { query: QUERY }))).toMatchObject({ receipts });
  }
});

test('several in one call, each with its part and its moment', () => {
  const recipe = {
    list: 'data.items',
    reference: 'ours',
    status: STATUSES,
    part: { number: 'part', of: 'parts' },
    at: { field: 'time', format: 'yyyyMMddHHmmss' },
    answer: { body: { kind: 'json', template: { code: 200 } } },
  };
  const items = [
    { id: 'A01', status: 'ok', part: 1, parts: 2, time: '20261123090000' },
    { ours: 'r-1', status: 'late', part: 3, parts: 2, time: 'soon' },
  ];
  expect(read(recipe, { data: { items } })).toEqual({
    kind: 'receipts',
    receipts: [
      { messageId: 'a01', reference: null, status: 'delivered', part: { number: 1, of: 2 }, at: '2026-11-23T02:00:00.000Z' },
      { messageId: null, reference: 'r-1', status: 'expired', part: null, at: null },
    ],
    answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"code":200}' },
  });
  expect(read(recipe, { data: { items: items[0] } })).toMatchObject({ receipts: [{ messageId: 'a01' }] });
  expect(read(recipe, { data: { items: [] } })).toMatchObject({ kind: 'receipts', receipts: [] });
  expect(read(recipe, { data: {} })).toMatchObject({ kind: 'invalid', issues: [{ path: ['data', 'items'], message: 'missing' }] });
  expect(read(recipe, { data: { items: [items[0], { id: 'b' }] } }), 'all or none').toMatchObject({ kind: 'invalid' });
});

test('in an address, a form and XML', () => {
  const at = (kind: string, method: string, root = '') =>
    openReceipts(
      receiptRecipe.parse({ kind, method, messageId: `${root}id`, status: { ...STATUSES, field: `${root}status` } }),
      'text',
      someGatewaySettings(),
    );
  const taken = { kind: 'receipts', receipts: [{ messageId: 'm1', status: 'delivered' }], answer: { status: 200, body: null } };
  expect(at('query', 'GET').read(someCall({ id: 'M1', status: 'ok', ...QUERY }))).toMatchObject(taken);
  expect(at('form', 'POST').read(someCall('id=M1&status=ok', { query: QUERY }))).toMatchObject(taken);
  expect(at('xml', 'POST', 'r.').read(someCall('<x:r xmlns:x="u"><id>M1</id><status>ok</status></x:r>', { query: QUERY }))).toMatchObject(
    taken,
  );
});

test('an unsigned call is refused before anything of it is looked at', () => {
  const reader = openReceipts(receiptRecipe.parse({ kind: 'json', messageId: 'id', status: STATUSES }), 'text', someGatewaySettings());
  for (const body of ['{"id":"m1","status":"ok"}', 'no JSON', Buffer.from([0xff])])
    expect(reader.read(someCall(body))).toEqual({ kind: 'unauthorized' });
  expect(reader.read(someCall('no JSON', { query: QUERY }))).toEqual({ kind: 'malformed', code: 'broken_json' });
  expect(reader.read(someCall(Buffer.from([0xff]), { query: QUERY }))).toEqual({ kind: 'malformed', code: 'not_utf8' });
});

function read(recipe: object, fields: object): ReceiptCall | Refusal {
  const whole = receiptRecipe.parse({ kind: 'json', messageId: 'id', ...recipe });
  return openReceipts(whole, 'text', someGatewaySettings()).read(someCall(JSON.stringify(fields), { query: QUERY }));
}
