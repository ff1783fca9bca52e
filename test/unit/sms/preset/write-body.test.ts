import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeBody } from '../../../../src/sms/preset/write-body.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'<>&"\'{}\r\n\t +%=;ớđ😀]]>'.split(''), '😀') }));
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});

test('any text survives JSON', () => {
  fc.assert(
    fc.property(text, (value) => {
      const { text: body } = writeBody({ kind: 'json', template: { a: ['{text}', 'x{text}y'] } }, { text: value });
      expect(JSON.parse(body ?? '')).toEqual({ a: [value, `x${value}y`] });
    }),
  );
});

test('any text survives a form and an address', () => {
  fc.assert(
    fc.property(text, (value) => {
      const template = { a: '{text}', b: ['1', '{text}'] };
      const form = new URLSearchParams(writeBody({ kind: 'form', template }, { text: value }).text ?? '');
      const { query } = writeBody({ kind: 'query', template }, { text: value });
      for (const fields of [form, new URL(`http://127.0.0.1/?${String(query)}`).searchParams])
        expect([...fields]).toEqual([
          ['a', value.toWellFormed()],
          ['b', '1'],
          ['b', value.toWellFormed()],
        ]);
    }),
  );
});

test('any text that XML can hold survives XML, as an element and as an attribute', () => {
  fc.assert(
    fc.property(text, (value) => {
      const { text: body } = writeBody(
        { kind: 'xml', template: { 's:a': { '@xmlns:s': 'urn:x', b: 'x{text}', c: { '@d': 'x', '#text': '{text}y' } } } },
        { text: value },
      );
      const held = value.replace(/\r\n?/g, '\n').replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
      const read = parser.parse(body ?? '')['s:a'];
      expect(read.b).toBe(`x${held}`);
      expect(read.c).toEqual({ '@d': 'x', '#text': `${held}y` });
    }),
  );
});

test('XML says its charset, and a list is a repeated element', () => {
  const template = { a: { p: { $parameters: { '@n': '{parameterNumber}', '#text': '{parameter}' } }, b: ['1', '2'] } };
  const parameters = [
    { name: 'agency', value: 'R&D' },
    { name: 'date', value: 'ơ' },
  ];
  expect(writeBody({ kind: 'xml', template }, {}, parameters)).toEqual({
    query: null,
    type: 'text/xml; charset=utf-8',
    text: '<?xml version="1.0" encoding="UTF-8"?><a><p n="1">R&amp;D</p><p n="2">ơ</p><b>1</b><b>2</b></a>',
  });
});

test('the parameters of a registered template by their names', () => {
  const template = { params: { $parametersByName: '{parameterNumber} {parameterName} {parameter}' } };
  const { text: body } = writeBody({ kind: 'json', template }, {}, [
    { name: 'code', value: '0101' },
    { name: 'agency', value: '{code}' },
  ]);
  expect(body).toBe('{"params":{"code":"1 code 0101","agency":"2 agency {code}"}}');
});

test('a text that is one name alone keeps the kind of its value', () => {
  const template = { a: '{flag}', b: ' {flag}', c: 1, d: null, e: '{charge}' };
  const { text: body } = writeBody({ kind: 'json', template }, { flag: 8, charge: true });
  expect(body).toBe('{"a":8,"b":" 8","c":1,"d":null,"e":true}');
});

test('a value is never read as a template', () => {
  const { text: body } = writeBody({ kind: 'json', template: ['{text}', 'x {text}'] }, { text: '{secret} $& $1', secret: 'known' });
  expect(JSON.parse(body ?? '')).toEqual(['{secret} $& $1', 'x {secret} $& $1']);
});
