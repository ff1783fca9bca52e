import { expect, test } from 'vitest';
import { parsePreset } from '../../../../src/sms/preset/read-preset.ts';
import { examplePreset, examplePresetText } from '../../../support/example-preset.ts';

test('the example of gateways §2 is a preset', () => {
  expect(examplePreset().about).toContain('not run against the live service');
});

/** What is changed in the example by its path (undefined: left out), and the fault that this is. */
const FAULTS: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  ['an unknown field', { colour: 'red' }, 'colour: unknown field'],
  ['an unknown field deep inside', { 'send.answer.success.matches': '^1$' }, 'send.answer.success.matches: unknown field'],
  [
    'an unknown field in one of several forms',
    { 'send.request.auth': { basic: { user: 'a', password: 'b', realm: 'c' } } },
    'send.request.auth.basic.realm: unknown field',
  ],
  ['an unknown field of a reply', { 'inquiries.reply.request.retries': 3 }, 'inquiries.reply.request.retries: unknown field'],
  ['a missing field', { 'send.answer.success': undefined }, 'send.answer.success: missing, expected object'],
  ['a missing text', { about: undefined }, 'about: missing, expected string'],
  ['a kind that is none', { 'send.answer.kind': 'yaml' }, 'send.answer.kind: Invalid option'],
  ['an outcome that is none', { 'send.answer.codes.7': 'accepted' }, 'send.answer.codes.7: Invalid option'],
  ['neither way of sending nor inquiries', { send: undefined, inquiries: undefined }, 'send: expected it, or inquiries'],
  [
    'a template that names nothing',
    { 'send.request.body.template.to': '{phone}' },
    'send.request.body.template.to: {phone} names nothing; expected {user}',
  ],
  ['a name of another place', { 'send.request.headers.x': '{inquiryId}' }, 'send.request.headers.x: {inquiryId} names nothing'],
  ['a parameter outside its list', { 'send.request.path': '/{parameter}' }, 'send.request.path: {parameter} names nothing'],
  [
    'a broken brace',
    { 'send.request.body.template.params.$parameters.num': '{to' },
    'send.request.body.template.params.$parameters.num: expected braces in pairs',
  ],
  [
    'a name in an acknowledgement',
    { 'receipts.answer.body.template.code': '{secret}' },
    'receipts.answer.body.template.code: {secret} names nothing; expected no names',
  ],
  [
    'a field that is not carried',
    { 'inquiries.carried.telco': undefined },
    'inquiries.reply.request.body.template.telco: {carried.telco} names nothing',
  ],
  [
    'a signature over nothing known',
    { 'inquiries.signature.over': '{request_id}{secret}' },
    'inquiries.signature.over: {request_id} names nothing',
  ],
  ['a plain digest without a secret', { 'inquiries.signature.over': '{field.a}' }, 'inquiries.signature.over: expected {secret} in it'],
  [
    'a plain digest over pairs',
    { 'inquiries.signature.over': { alphabetical: ['a'] } },
    'inquiries.signature.over: expected {secret} in it',
  ],
  ['a signature in two places', { 'inquiries.signature.header': 'x' }, 'inquiries.signature: expected either field or header'],
  ['{reference} without a reference', { reference: undefined }, 'reference: expected it, because {reference} is used'],
  ['{encodingFlag} without flags', { encodingFlag: undefined }, 'encodingFlag: expected it, because {encodingFlag} is used'],
  ['an encoding without its flag', { 'encodingFlag.ascii': undefined }, 'encodingFlag.ascii: expected a flag'],
  ['{token} without a token', { token: undefined }, 'send.request.auth.bearer: {token} names nothing'],
  ['a token that nothing uses', { 'send.request.auth': 'none' }, 'token: expected a template that uses {token}'],
  ['{charge} without charge marks', { 'inquiries.charge': undefined }, 'inquiries.charge: expected it, because {charge} is used'],
  ['codes without their path', { 'send.answer.code': undefined }, 'send.answer.code: expected the path of what codes names'],
  ['a status that is none', { 'send.answer.statuses.4xx': 'content' }, 'send.answer.statuses.4xx: expected an HTTP status'],
  ['a body with GET', { 'send.request.method': 'GET' }, 'send.request.body.kind: expected query, because the method is GET'],
  ['a path that leads elsewhere', { 'send.request.path': '//evil.example/' }, 'send.request.path: expected one slash'],
  ['a form with a tree', { 'send.request.body.kind': 'form' }, 'send.request.body.template.params: expected a text or a list of texts'],
  ['XML with two roots', { 'send.request.body.kind': 'xml' }, 'send.request.body.template: expected one root element'],
  [
    'XML with a name that is none',
    { 'token.body': { kind: 'xml', template: { a: { 'b c': '' } } } },
    'token.body.template.a.b c: expected a name of XML',
  ],
  [
    'receipts without any id',
    { 'receipts.messageId': undefined, 'receipts.reference': undefined },
    'receipts.messageId: expected it, or reference',
  ],
  ['receipts without a status', { 'receipts.status.field': undefined }, 'receipts.status.field: expected it, or counts'],
  ['a date that cannot be read', { 'receipts.at.format': 'dd/MM' }, 'receipts.at.format: expected iso'],
  ['a reference too short for a digest', { 'reference.longest': 8 }, 'reference.longest: Too small'],
];

test.each(FAULTS)('%s is refused with its path', (_, change, fault) => {
  expect(faultsOf(changed(change))).toContain(`- ${fault}`);
});

test('every fault is named at once', () => {
  const faults = faultsOf(changed({ colour: 'red', url: 'nowhere', 'capabilities.encodings': undefined }));
  for (const path of ['colour', 'url', 'capabilities.encodings']) expect(faults).toContain(`- ${path}: `);
});

test('a file that is no JSON is named', () => {
  expect(faultsOf('{"about":')).toContain('a.json is no JSON');
  expect(faultsOf('null')).toContain('expected object');
});

function changed(change: Readonly<Record<string, unknown>>): string {
  const preset: unknown = JSON.parse(examplePresetText());
  for (const [path, value] of Object.entries(change)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const parent = names.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), preset);
    if (typeof parent === 'object' && parent !== null) Reflect.set(parent, last, value);
  }
  return JSON.stringify(preset);
}

function faultsOf(text: string): string {
  try {
    parsePreset(text, 'a.json');
    return 'no fault';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
