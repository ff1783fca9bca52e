import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InquiryAnswer } from '../../../../src/domain/inquiry-answer.ts';
import type { GatewayCall, InquiryCall, Refusal } from '../../../../src/sms/gateway.ts';
import { inquiryRecipe } from '../../../../src/sms/preset/call-recipes.ts';
import { openInquiries } from '../../../../src/sms/preset/inquiries.ts';
import { someCall, someGatewaySettings } from '../../../support/gateway-settings.ts';

const QUERY = { secret: 'webhook-secret-1' };
const ANSWERED: InquiryAnswer = { outcome: 'answered', reply: 'Hồ sơ “A&B” <1>', charge: true };
const FREE: InquiryAnswer = { outcome: 'syntax', reply: 'Tin nhắn sai cú pháp', charge: false };
const SILENT: InquiryAnswer = { outcome: 'ignored', reply: null, charge: false };
const IN_XML = {
  by: 'answer',
  body: { kind: 'xml', template: { r: { m: '{reply}', c: '{charge}', i: '{inquiryId}', f: '{from}', t: '{carried.telco}' } } },
};
const RECIPE = {
  kind: 'json',
  id: 'id',
  from: 'phone',
  text: 'text',
  at: { field: 'time', format: 'yyyyMMddHHmmss' },
  carried: { telco: 'telco' },
  charge: { charged: 1, free: 0, byOutcome: { syntax: 21 } },
  reply: IN_XML,
};
const SENT = { id: 7, phone: '84905123456', text: 'MCKH 0101701234', time: '20261123090000', telco: 'VT' };

test('requirements §11.5: the reply goes in the answer, with the charge mark in the gateway’s words', () => {
  const call = read(RECIPE, SENT);
  if (call.kind !== 'inquiry') throw new Error(call.kind);
  expect(call.inquiry).toEqual({
    id: '7',
    from: '84905123456',
    text: 'MCKH 0101701234',
    at: '2026-11-23T02:00:00.000Z',
    carried: { telco: 'VT' },
  });
  const xml = (m: string, c: number) =>
    `<?xml version="1.0" encoding="UTF-8"?><r><m>${m}</m><c>${c}</c><i>7</i><f>84905123456</f><t>VT</t></r>`;
  expect(call.answer(ANSWERED)).toEqual({
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: xml('Hồ sơ “A&amp;B” &lt;1&gt;', 1),
  });
  expect(call.answer({ ...ANSWERED, charge: false }).body, 'a repeat').toContain('<c>0</c>');
  expect(call.answer(FREE).body).toBe(xml('Tin nhắn sai cú pháp', 21));
  expect(call.answer(SILENT).body).toBe(xml('', 0));
});

test('requirements §2: the encoding of the gateway holds for replies', () => {
  const call = read(RECIPE, SENT, { encoding: 'ascii' });
  expect('answer' in call && call.kind === 'inquiry' && call.answer(FREE).body).toContain('<m>Tin nhan sai cu phap</m>');
});

test('requirements §11.5: where the reply is a call of its own, the inquiry is only acknowledged', () => {
  const reply = {
    by: 'call',
    acknowledgement: { body: { kind: 'json', template: { data: { code: 200 } } } },
    request: {},
    answer: { kind: 'json', success: { field: 'a' } },
  };
  const call = read({ ...RECIPE, reply }, SENT);
  expect(call.kind === 'inquiry' && call.answer(ANSWERED)).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"data":{"code":200}}',
  });
});

test.each([
  ['TUNLSCAwMTAxNzAxMjM0', 'MCKH 0101701234'],
  [Buffer.from('Mã 0101701234 ơ').toString('base64'), 'Mã 0101701234 ơ'],
  ['TUNLSCAwMTAxNzAxMjM', 'MCKH 010170123'],
  ['MCKH 0101701234', 'MCKH 0101701234'],
  ['', ''],
])('a text in base64: %s', (text, expected) => {
  expect(read({ ...RECIPE, textIs: 'base64' }, { ...SENT, text })).toMatchObject({ inquiry: { text: expected } });
});

test('requirements §7.8: a receipt that comes as an inquiry is no inquiry, and silence answers it', () => {
  const call = read(RECIPE, { ...SENT, text: 'id:17 sub:001 dlvrd:001 stat:DELIVRD err:000' });
  expect(call).toMatchObject({ kind: 'ignored', answer: { status: 200, body: expect.stringContaining('<m></m><c>0</c>') } });
});

test.each([['id'], ['phone'], ['text']])('without %s it is refused with its path', (field) => {
  const { [field as 'id']: _, ...rest } = SENT;
  expect(read(RECIPE, rest)).toMatchObject({ kind: 'invalid', issues: [{ path: [field], message: 'missing' }] });
});

test('an empty text is an inquiry', () => {
  expect(read(RECIPE, { ...SENT, text: '' })).toMatchObject({ kind: 'inquiry', inquiry: { text: '' } });
});

test('unsigned is unauthorized, and what is no XML or JSON is malformed', () => {
  expect(read(RECIPE, SENT, {}, { query: {} })).toEqual({ kind: 'unauthorized' });
  expect(read(RECIPE, '{"id":')).toEqual({ kind: 'malformed', code: 'broken_json' });
  expect(read({ ...RECIPE, kind: 'xml' }, '<a>')).toEqual({ kind: 'malformed', code: 'not_xml' });
});

test('whatever comes, the reader never fails', () => {
  const anything = fc.oneof(
    fc.json(),
    fc.string(),
    fc.object({ key: fc.constantFrom('id', 'phone', 'text', 'time', 'telco', '__proto__') }).map((o) => JSON.stringify(o)),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom('json', 'form', 'xml'), (body, kind) => {
      const call = read({ ...RECIPE, kind }, body);
      if (call.kind === 'inquiry') expect(call.answer(ANSWERED).status).toBe(200);
    }),
    { numRuns: 2000 },
  );
});

function read(recipe: object, sent: object | string, settings: object = {}, call: Partial<GatewayCall> = {}): InquiryCall | Refusal {
  const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return openInquiries(inquiryRecipe.parse(recipe), someGatewaySettings(settings)).read(someCall(body, { query: QUERY, ...call }));
}
