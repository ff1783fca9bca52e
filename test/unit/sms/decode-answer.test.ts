import { expect, test } from 'vitest';
import { decodeAnswer } from '../../../src/sms/decode-answer.ts';

const TEXT = '{"says":"hết tiền"}';
const UTF16LE = Buffer.from(TEXT, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(TEXT), undefined, TEXT],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`), undefined, TEXT],
  ['UTF-16 that is declared', UTF16LE, 'application/json; charset=utf-16le', TEXT],
  ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), UTF16LE]), 'text/plain; charset=utf-8', TEXT],
  ['UTF-16 of the other order', Buffer.from(UTF16LE).swap16(), undefined, TEXT],
  ['UTF-16 that nobody declared', UTF16LE, 'application/json', TEXT],
  ['windows-1258', Buffer.from([0x68, 0xea, 0xec, 0x74]), 'text/xml; charset="windows-1258"', 'hê\u0301t'],
  [
    'an XML declaration',
    Buffer.from([...Buffer.from('<?xml version="1.0" encoding="windows-1258"?><a>'), 0xd0]),
    'text/xml',
    expect.stringMatching(/<a>Đ$/),
  ],
  ['a charset that nobody knows', Buffer.from(TEXT), 'text/plain; charset=vni', TEXT],
  ['broken UTF-8', Buffer.from([0x61, 0xff]), undefined, 'a\ufffd'],
  ['nothing', Buffer.alloc(0), undefined, ''],
])('an answer in %s', (_, bytes, type, text) => {
  expect(decodeAnswer(bytes, type)).toEqual(text);
});
