import { describe, expect, test } from 'vitest';
import { isSameName, readFixedName, readName, resemblesFixedName, tidyName } from '../../../src/domain/fixed-names.ts';
import { processorMs } from '../../support/processor-ms.ts';

const RESULT = 'Trả kết quả';
const COUNTER = 'Bộ phận Một cửa';
const AWAITING = 'Chờ bổ sung';

/** How each name that the product knows arrives from the software of others. */
const WAYS: readonly (readonly [string, (name: string) => string])[] = [
  ['as it is', (name) => name],
  ['without diacritics', (name) => plain(name)],
  ['in capitals', (name) => name.toUpperCase()],
  ['decomposed', (name) => name.normalize('NFD')],
  ['with a full stop', (name) => `${plain(name)}.`],
  ['in brackets', (name) => `[${name}]`],
  ['after a dash', (name) => `- ${name}:`],
  ['in quotation marks', (name) => `“${name}”`],
  ['in double primes', (name) => `″${name}″`],
  ['with a soft hyphen', (name) => name.replace(' ', '\u00AD ')],
  ['with a zero-width space in a word', (name) => `${name.slice(0, 2)}\u200B${name.slice(2)}`],
  ['with marks of direction', (name) => `\u200E\u202A${name}\u202C\u200F`],
  ['with an isolate', (name) => `\u2068${name}\u2069`],
  ['with a byte order mark', (name) => `\uFEFF${name}`],
  ['with a line break at the end', (name) => `${name}\r\n`],
  ['with blanks that do not break', (name) => name.replaceAll(' ', '\u00A0')],
  ['with too many blanks', (name) => `  ${name.replaceAll(' ', '   ')}\t`],
  ['in full width', (name) => plain(name).replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))],
];

describe.each([RESULT, COUNTER, AWAITING])('requirements §4.3 the fixed name %s is found and shown in its fixed spelling', (name) => {
  test.each(WAYS)('%s', (_way, written) => {
    expect(readFixedName(written(name))).toBe(name);
    expect(readName(written(name))).toBe(name);
    expect(resemblesFixedName(written(name))).toBe(false);
  });
});

describe('requirements §4.3 any other name is kept and shown as it was sent', () => {
  test.each([
    ["UBND huyện Cư M'gar"],
    ['UBND huyện Cư M’gar'],
    ['“Phòng A” và "Phòng B"'],
    ['Bước 1  –  hai dấu cách'],
    ['Thẩm\u200Bđịnh'],
    ['Thửa 5′ 12″'],
    ['Trả kết quả thẩm định'],
    ['C++'],
    ['(1)'],
    ['Đ/c Đặng'],
    ['👩‍💻 xử lý'],
  ])('%s', (text) => {
    expect(readName(text)).toBe(text);
    expect(tidyName(tidyName(text))).toBe(tidyName(text));
  });

  test.each([
    ['decomposed', 'Thẩm định'.normalize('NFD'), 'Thẩm định'],
    ['blanks around', '  Thẩm định \u00A0', 'Thẩm định'],
    ['line breaks around', '\r\nThẩm định\n\u2028\u0085', 'Thẩm định'],
    ['no width around', '\uFEFF\u200B Thẩm định\u200E\u2060', 'Thẩm định'],
    ['nothing but that', '\u200B \n', ''],
  ])('but for its form and its ends: %s', (_what, sent, kept) => expect(readName(sent)).toBe(kept));

  test('a long run of blanks takes no long time', () => {
    expect(processorMs(() => void tidyName(`a${' '.repeat(100_000)}b`))).toBeLessThan(500);
  });
});

describe('requirements §4.3 names are compared by what they say', () => {
  test.each([
    ["UBND huyện Cư M'gar", 'ubnd huyen cu mgar'],
    ['Thẩm định', 'THAM DINH'],
    ['Thẩm định', ' “thẩm\u00A0định”. '],
    ['Đã nhận', 'Ðã nhận'], // the second begins with the Icelandic letter
  ])('%s is %s', (one, other) => expect(isSameName(one, other)).toBe(true));

  test.each([
    ['Thẩm định', 'Thẩm định giá'],
    ['+', '-'],
    ['!', '?'],
    ['Bước 1', 'Bước 2'],
  ])('%s is not %s', (one, other) => expect(isSameName(one, other)).toBe(false));
});

describe('requirements §4.3 a fixed name in an encoding of older software is not found, and resembles one', () => {
  test.each([
    ['TCVN3', 'Tr¶ kÕt qu¶'],
    ['TCVN3', 'Bé phËn Mét cöa'],
    ['TCVN3', 'Chê bæ sung'],
    ['TCVN3 as Windows-1258 shows it', 'Tr¶ kƠt qu¶'],
    ['TCVN3 in capitals', 'CHÊ BÆ SUNG'],
    ['VNI', 'Traû keát quaû'],
    ['VNI', 'Boä phaän Moät cöûa'],
    ['VNI', 'Chôø boå sung'],
    ['VNI in capitals', 'TRAÛ KEÁT QUAÛ.'],
  ])('%s: %s', (_encoding, text) => {
    expect(readFixedName(text)).toBeUndefined();
    expect(readName(text)).toBe(text);
    expect(resemblesFixedName(text)).toBe(true);
  });

  test.each([['Thẩm định'], ['ThÈm ®Þnh'], ['Trả kết quả thẩm định'], ['Traû keát quaû thaåm ñònh'], ['']])('%s does not', (text) =>
    expect(resemblesFixedName(text)).toBe(false),
  );
});

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '');
}
