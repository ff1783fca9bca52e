import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeKey, readReceiptCode } from '../../../src/domain/receipt-code.ts';

const codes = fc.stringMatching(/^[0-9A-Z][0-9A-Z./-]{5,29}$/);

describe('requirements §3.2 a receipt code', () => {
  test.each([
    ['0101701234', '0101701234'],
    ['  h32-261123/0001\n', 'H32-261123/0001'],
    ['000.00.01.H32-261123-0001', '000.00.01.H32-261123-0001'],
    ['A.....', 'A.....'],
    ['123456', '123456'],
    ['1'.repeat(30), '1'.repeat(30)],
  ])('%j is printed as %j', (text, code) => {
    expect(readReceiptCode(text)).toBe(code);
  });

  test.each([
    ['too short', '12345'],
    ['too long', '1'.repeat(31)],
    ['empty', ''],
    ['a space within', '0101 701234'],
    ['a line break within', '0101701\n234'],
    ['no letter and no digit', '.-/.-/'],
    ['another sign', '0101_701234'],
    ['a letter of another alphabet', 'Đ101701234'],
    ['a letter that only its capital would make plain', 'ß101701234'],
    ['full-width digits', '０１０１７０１２３４'],
  ])('%s is refused', (_why, text) => {
    expect(readReceiptCode(text)).toBeNull();
  });

  test('reading is idempotent', () => {
    fc.assert(fc.property(codes, (code) => readReceiptCode(code) === code));
  });
});

describe('requirements §3.2 two codes are the same when they differ only by case, . - / or spaces', () => {
  test.each(['H32-261123.0001', 'h32 261123/0001', 'H322611230001', 'Ｈ３２－２６１１２３．０００１', ' h32\u00a0261123-0001 '])(
    '%j',
    (text) => {
      expect(codeKey(text)).toBe('H322611230001');
    },
  );

  test.each(['0101701234', 'O101701234'])('%j stays itself: a letter is no digit', (text) => {
    expect(codeKey(text)).toBe(text);
  });

  test('any text has a key, without separators', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[./\-\s]/.test(codeKey(text))));
    expect(codeKey('\ud800')).toBe('\ud800');
  });

  test('separators and case change no key', () => {
    const sign = fc.constantFrom('', '.', '-', '/', ' ', ' - ');
    fc.assert(
      fc.property(codes, fc.array(sign, { minLength: 30, maxLength: 30 }), (code, signs) => {
        const typed = Array.from(code.toLowerCase(), (char, at) => char + (signs[at] ?? '')).join('');
        expect(codeKey(typed)).toBe(codeKey(code));
        expect(codeKey(codeKey(typed))).toBe(codeKey(typed));
      }),
    );
  });
});
