import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { notInGsm7, segmentsOf, wireText, withoutDiacritics } from '../../../src/domain/sms-text.ts';

const RESULT =
  'TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả';
const SUPPLEMENT =
  'TB: hồ sơ của quý ông/bà (MS: 0101701234) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo';
const APOLOGY =
  'TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 15/03/2017. Ông/bà có thể đến Bộ phận Một cửa của Sở ' +
  'Tài chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo';

describe('requirements §2 a text takes as many SMS as the network counts', () => {
  test.each([
    ['M1', RESULT, 130, 2, 1],
    ['M2', SUPPLEMENT, 134, 2, 1],
    ['M3', APOLOGY, 231, 4, 2],
  ])('%s', (_name, text, units, segments, plainSegments) => {
    expect(segmentsOf(text)).toEqual({ encoding: 'ucs2', units, segments });
    expect(segmentsOf(withoutDiacritics(text))).toEqual({ encoding: 'gsm7', units, segments: plainSegments });
  });

  test.each([
    ['nothing', '', 'gsm7', 0, 1],
    ['160 septets travel alone', 'a'.repeat(160), 'gsm7', 160, 1],
    ['161 do not', 'a'.repeat(161), 'gsm7', 161, 2],
    ['two parts hold 306', 'a'.repeat(306), 'gsm7', 306, 2],
    ['not 307', 'a'.repeat(307), 'gsm7', 307, 3],
    ['an escaped character costs two', '€'.repeat(80), 'gsm7', 160, 1],
    ['and is not split between parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 306, 3],
    ['70 code units travel alone', 'ơ'.repeat(70), 'ucs2', 70, 1],
    ['71 do not', 'ơ'.repeat(71), 'ucs2', 71, 2],
    ['two parts hold 134', 'ơ'.repeat(134), 'ucs2', 134, 2],
    ['not 135', 'ơ'.repeat(135), 'ucs2', 135, 3],
    ['a surrogate pair is not split', `${'ơ'.repeat(66)}😀${'ơ'.repeat(66)}`, 'ucs2', 134, 3],
    ['in UCS-2 nothing is escaped', `ơ${'€'.repeat(69)}`, 'ucs2', 70, 1],
  ])('%s', (_fact, text, encoding, units, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, units, segments });
  });

  // The oracle keeps grapheme clusters together, which no network does. So the texts have only characters that stand alone: no marks,
  // joiners, flags or CR LF.
  const plain = fc.constantFrom(...Array.from('aZ09 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\n\f^{}\\[~]|€'));
  const accented = fc.constantFrom(...Array.from('aZ09 €|đơưạỆ“…₫😀𠮷'));

  test.each([
    ['GSM 03.38', plain],
    ['UCS-2', accented],
  ])('as sms-segments-calculator counts in %s', (_name, unit) => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 500 }), (text) => {
        const oracle = new SegmentedMessage(text);
        const { encoding, segments } = segmentsOf(text);
        expect([encoding, segments]).toEqual([oracle.getEncodingName() === 'GSM-7' ? 'gsm7' : 'ucs2', oracle.segmentsCount]);
      }),
    );
  });

  test('every character of the first plane is in the alphabet that the oracle names', () => {
    const differing = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (char) => (notInGsm7(char).length === 0) !== (new SegmentedMessage(char).getEncodingName() === 'GSM-7'),
    );
    expect(differing).toEqual([]);
  });
});

describe('requirements §2 without diacritics', () => {
  test.each([
    ['Đã được giải quyết xong', 'Da duoc giai quyet xong'],
    ['Đ'.normalize('NFD') + 'ường Nguyễn Huệ'.normalize('NFD'), 'Duong Nguyen Hue'],
    ['“Một cửa” – ‘Trả’ — kết quả…', '"Mot cua" - \'Tra\' - ket qua...'],
    ['• 1.000₫ № 5', '- 1.000d No 5'],
    ['01\u00a002\u200b03\ufeff', '01 0203'],
    ['\u0110\u0111 \u00d0\u00f0 \u0189\u0256 \u018a\u0257 \u018b\u018c \ua779\ua77a \ua7c7\ua7c8', 'Dd Dd Dd Dd Dd Dd Dd'],
    ['D\u0335uong, d\u0336en, D\u0338o', 'Duong, den, Do'],
    ['\u0221\u1d6d\u1d81', 'ddd'],
    ['\u00d0\u00e3 \u0189\u01b0\u1ee3c \ua77a\u1ebfn', 'Da Duoc den'],
    ['Số 12/QĐ-UBND (MS: {a}) <b>', 'So 12/QD-UBND (MS: {a}) <b>'],
  ])('%j is %j', (text, plain) => {
    expect(withoutDiacritics(text)).toBe(plain);
  });

  test('only where the gateway is set to ascii', () => {
    expect(wireText(RESULT, 'ascii')).toBe(
      'TB: Ho so cua quy ong/ba (MS: 0101701234) da duoc giai quyet xong. Moi ong/ba den Bo phan Mot cua cua So Tai chinh de nhan ket qua',
    );
    expect(wireText(RESULT, 'unicode')).toBe(RESULT);
  });

  test('every Vietnamese letter becomes one of GSM 03.38', () => {
    const letters = 'aăâeêioôơuưyAĂÂEÊIOÔƠUƯY'
      .split('')
      .flatMap((letter) => ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => letter + tone));
    for (const form of ['NFC', 'NFD']) {
      const text = withoutDiacritics(letters.join('').normalize(form));
      expect(text).toMatch(/^[aeiouyAEIOUY]+$/);
      expect(text).toHaveLength(letters.length);
    }
  });

  test('removing diacritics is idempotent', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => withoutDiacritics(withoutDiacritics(text)) === withoutDiacritics(text)));
  });
});

describe('requirements §2 what is outside GSM 03.38 is found when a text is written', () => {
  test.each([
    [withoutDiacritics(APOLOGY), []],
    ['a€^', []],
    ['một một', ['ộ']],
    ['ok 😀 `', ['😀', '`']],
    ['\ud800', ['\ud800']],
  ])('in %j: %j', (text, left) => {
    expect(notInGsm7(text)).toEqual(left);
  });
});
