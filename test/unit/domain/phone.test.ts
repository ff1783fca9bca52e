import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContact } from '../../../src/domain/contact.ts';
import { maskPhone, PHONE_PROBLEMS, readPhone, senderNumber } from '../../../src/domain/phone.ts';

const numberOf = (text: string) => {
  const read = readPhone(text);
  return 'phone' in read ? read.phone : read.problem;
};

/** gateways §3, with the carrier's name, the old prefix and the new one. */
const CHANGES = [
  ...[
    ['0120', '070'],
    ['0121', '079'],
    ['0122', '077'],
    ['0126', '076'],
    ['0128', '078'],
  ].map((row) => ['MobiFone', ...row]),
  ...[
    ['0123', '083'],
    ['0124', '084'],
    ['0125', '085'],
    ['0127', '081'],
    ['0129', '082'],
  ].map((row) => ['VinaPhone', ...row]),
  ...[
    ['0162', '032'],
    ['0163', '033'],
    ['0164', '034'],
    ['0165', '035'],
  ].map((row) => ['Viettel', ...row]),
  ...[
    ['0166', '036'],
    ['0167', '037'],
    ['0168', '038'],
    ['0169', '039'],
  ].map((row) => ['Viettel', ...row]),
  ...[
    ['0186', '056'],
    ['0188', '058'],
  ].map((row) => ['Vietnamobile', ...row]),
  ['Gmobile', '0199', '059'],
];

const HEADS =
  '032 033 034 035 036 037 038 039 052 055 056 058 059 070 076 077 078 079 081 082 083 084 085 086 087 088 089 ' +
  '090 091 092 093 094 096 097 098 099';

describe('requirements §3.3 a Vietnamese mobile number', () => {
  test.each([
    '0905123456',
    '+84905123456',
    '0084905123456',
    '84905123456',
    '+84 (0) 905 123 456',
    '0905 123 456',
    '0905.123.456',
    '0905-123-456',
    '(0905) 123/456',
    '0905\u00a0123\u00a0456',
    '\u200b0905\u200b123456\ufeff',
    '０９０５１２３４５６',
    '＋８４ ９０５１２３４５６',
    '0905–123–456',
    ' 0905123456\n',
  ])('%j is 84905123456', (text) => {
    expect(numberOf(text)).toBe('84905123456');
  });

  test.each(HEADS.split(' '))('head %s is a mobile', (head) => {
    expect(numberOf(`${head}1234567`)).toBe(`84${head.slice(1)}1234567`);
  });

  test('no other prefix is', () => {
    for (let head = 0; head < 100; head += 1) {
      const typed = `0${String(head).padStart(2, '0')}`;
      if (!HEADS.includes(typed)) expect(PHONE_PROBLEMS).toContain(numberOf(`${typed}1234567`));
    }
  });
});

describe('requirements §3.3 nine digits lack only the zero that a spreadsheet dropped', () => {
  test.each([
    ['905123456', '84905123456'],
    ['905 123 456', '84905123456'],
    ['905.123.456', '84905123456'],
    ['９０５１２３４５６', '84905123456'],
    ['321234567', '84321234567'],
    ['841234567', '84841234567'],
  ])('%j is %s', (text, phone) => {
    expect(numberOf(text)).toBe(phone);
    expect(readContact(text)).toEqual({ phone, problem: null });
  });
});

describe('requirements §7.8 a phone is one phone however it is written', () => {
  test.each([
    ['84905123456', '84905123456'],
    ['+84905123456', '84905123456'],
    ['0905123456', '84905123456'],
    ['0084905123456', '84905123456'],
    ['905123456', '84905123456'],
    ['0905 123 456', '84905123456'],
    ['0905.123.456', '84905123456'],
    ['+84 (0) 905-123-456', '84905123456'],
    ['+0905123456', '84905123456'],
    ['０９０５１２３４５６', '84905123456'],
    ['01682345678', '84382345678'],
    ['+841682345678', '84382345678'],
    ['0258 3822 222', '842583822222'],
    ['+842583822222', '842583822222'],
    ['842583822222', '842583822222'],
    ['+12025550123', '12025550123'],
    ['0012025550123', '12025550123'],
    ['12025550123', '12025550123'],
    ['+1 202-555-0123', '12025550123'],
    ['+376123456', '+376123456'],
    ['00376123456', '+376123456'],
    ['8083', '8083'],
    ['195', '195'],
    ['VIETTEL', 'VIETTEL'],
    ['Sở Tài chính', 'Sở Tài chính'],
    ['', ''],
  ])('%j is %j', (text, sender) => {
    expect(senderNumber(text)).toBe(sender);
  });

  test('a form is its own form', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...Array.from('+0123456789 .-()')), maxLength: 20 });
    fc.assert(fc.property(nearly, (text) => senderNumber(senderNumber(text)) === senderNumber(text)));
  });
});

describe('requirements §3.3 the change of prefixes of 2018 keeps the last seven digits', () => {
  test.each(CHANGES)('%s %s is now %s', (_carrier, before = '', now = '') => {
    for (const typed of [
      `${before}2345678`,
      `+84${before.slice(1)}2345678`,
      `84${before.slice(1)} 234 5678`,
      `0084${before.slice(1)}2345678`,
    ]) {
      expect(numberOf(typed)).toBe(`84${now.slice(1)}2345678`);
    }
  });

  test('ten digits with an old prefix are not converted', () => {
    expect(numberOf('0162234567')).toBe('unassigned');
  });

  test('a number that was read reads as itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHANGES), fc.stringMatching(/^\d{7}$/), ([, before], last) => {
        const read = numberOf(`${before}${last}`);
        expect(numberOf(read)).toBe(read);
        expect(numberOf(`0${read.slice(2)}`)).toBe(read);
      }),
    );
  });
});

describe('requirements §3.3 an unusable number says why', () => {
  test.each([
    ['landline', '0258 3822 222'],
    ['landline', '+842438223344'],
    ['foreign', '+12025550123'],
    ['foreign', '0012025550123'],
    ['foreign', '8613912345678'],
    ['short', '113'],
    ['short', '090512345'],
    ['short', '101701234'],
    ['short', '955123456'],
    ['short', '090512345'],
    ['short', '841234'],
    ['foreign', '+905123456'],
    ['short', '19001234'],
    ['short', '84'],
    ['long', '09051234567'],
    ['long', '0905123456 0912345678'],
    ['unassigned', '0101701234'],
    ['unassigned', '0955123456'],
    ['broken', ''],
    ['broken', 'không có'],
    ['broken', 'O905123456'],
    ['broken', '09O5123456'],
    ['broken', '0905123456 (Lan)'],
    ['broken', '0905+123456'],
    ['broken', '+0905123456'],
    ['broken', '٠٩٠٥١٢٣٤٥٦'],
    ['broken', '0'.repeat(100_000)],
  ])('%s: %j', (problem, text) => {
    expect(numberOf(text)).toBe(problem);
  });

  test('any text is a phone of eleven digits or a known problem', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...Array.from('+0123456789 .-()')), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
        const read = readPhone(text);
        if ('phone' in read) expect(read.phone).toMatch(/^84[35789]\d{8}$/);
        else expect(PHONE_PROBLEMS).toContain(read.problem);
      }),
    );
  });
});

describe('requirements §9 screens show a masked number', () => {
  test.each([
    ['0905123456', '0905 *** 456'],
    ['01682345678', '0382 *** 678'],
  ])('%s as %s', (text, masked) => {
    const read = readPhone(text);
    expect('phone' in read && maskPhone(read.phone)).toBe(masked);
  });
});
