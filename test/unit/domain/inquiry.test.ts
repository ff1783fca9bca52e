import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveInquiry } from '../../../src/domain/resolve-inquiry.ts';
import { isNeverAnswered, readInquiry } from '../../../src/domain/inquiry.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { processorMs } from '../../support/processor-ms.ts';

const SERVICE = { keyword: 'MCKH', shortCode: '8083' };
const CODE = '0101701234';
const NATIONAL = '000.00.01.H32-261123-0001';

/** The codes that are asked when these dossiers exist, with `?` before unknown ones, or `syntax`. The database is asked only about `keys`. */
function asked(text: string, existing: readonly string[] = [CODE], service = SERVICE): readonly string[] | 'syntax' {
  const reading = readInquiry(text, service);
  const known = new Set(existing.map(codeKey).filter((key) => reading.keys.has(key)));
  const resolved = resolveInquiry(reading, known);
  if (resolved.kind === 'syntax') return 'syntax';
  return resolved.codes.map((code) => ('found' in code ? code.found : `?${code.unknown}`));
}

describe('requirements §7.2 an inquiry is read as citizens type it', () => {
  test.each([
    'MCKH 0101701234',
    'MCKH0101701234',
    'mckh  0101701234',
    'MCKH_0101701234',
    'MCKH_ 0101701234',
    'ＭＣＫＨ　０１０１７０１２３４',
    'MCKH-0101701234',
    'Mckh.0101701234',
    'MCKH 0101 701 234',
    'MCKH 0101701234 cam on',
    '"MCKH 0101701234"',
    '“MCKH 0101701234”',
    '0101701234',
    'MCKH 0101701234 gui 8083',
    'M C K H 0101701234',
    'MCKH mã 0101701234',
    'MCKH_Mã 0101701234',
    'MCKHmã 0101701234',
    'MCKH <0101701234>',
    'MCKH Mã số biên nhận 0101701234',
    'MCKH Mã số biên nhận 0101701234'.normalize('NFD'),
    'MCKH\u00a00101701234',
    'M\u200bC\u200bK\u200bH 01017\u200b01234\ufeff',
    'M\0C\0K\0H\0 \x000\x001\x000\x001701234',
    'MCKH #0101701234',
    'MCKH: 0101701234',
    'MCKH\n0101701234',
    'MCKH\r\n0101701234\r\nSent from my phone',
    'MCKH 0101701234\nSent from my SM-G960F',
    'MCKH O1O17O1234',
    'MCKH 0l0l70l234',
    'MCKHOIOI7OI234',
    'MCKH O1O1 7O1 234',
    'MCHK 0101701234',
    'CMKH0101701234',
    'M.C.K.H 0101701234',
    'm-c-k-h0101701234',
    'MC KH0101701234',
    'MCKH 0101.701.234',
    'MCKH 0101701234.',
    'MCKH 0101701234.Cam on',
    'MCKH 0101701234-cam.on',
    'MCKH (MS: 0101701234)',
    'MCKH MS.0101701234',
    'MCKH №0101701234',
    'MCKH 0101701234 😀',
    'MCKH MS.0101 701 234.Cam on',
    'MCKH O1O17O1234.Cam on',
    'MCKH MSL-O1O17O1234',
    'MCKH 0101701234 8083',
    'MCKH 0101 701 234 8083',
    'MCKH 0101 701 234 0905123456',
    'MCKH 0101701234 lien he 0905 123 456',
    'MCKH 0101701234 nhan ngay 15/03/2017',
    'MCKH 0101701234 2 lan',
    'MCKH 0101701234, 0101701234',
    'Soạn: MCKH 0101701234 gửi 8083',
    'Soan MCKH0101701234 gui 8083',
    'toi muon hoi ho so 0101701234',
    '� MCKH 0101701234',
  ])('%j asks for 0101701234', (text) => {
    expect(asked(text)).toEqual([CODE]);
  });

  test.each([
    'MCKH 000.00.01.H32-261123-0001',
    'MCKH000.00.01.h32-261123-0001',
    '000.00.01.H32-261123-0001',
    'mckh 00000 01H32 261123 0001',
    'MCKH 000.00.01.H32 - 261123 - 0001 cam on',
    'MCKH 000.00.01.H32–261123–0001',
    'MCKH 000.00.01.H32-261123-0001.Cam on',
  ])('%j asks for the national code', (text) => {
    expect(asked(text, [NATIONAL, '000001', '261123', 'H32-261123'])).toEqual([codeKey(NATIONAL)]);
  });

  test.each([
    ['a code typed as it was registered in pieces', 'MCKH H3201', 'H32-01', 'H3201'],
    ['a code that starts with the keyword', 'MCKH-2017-0001', 'MCKH-2017-0001', 'MCKH20170001'],
    ['the same after the keyword', 'MCKH MCKH-2017-0001', 'MCKH-2017-0001', 'MCKH20170001'],
    ['a code of letters alone', 'MCKH tkqlgc', 'TKQLGC', 'TKQLGC'],
    ['a code like a phone number', 'MCKH 0905123456', '0905123456', '0905123456'],
    ['a code like a phone number, in pieces', 'MCKH 0905 123 456', '0905123456', '0905123456'],
    ['a code like a date', 'MCKH 15/03/2017', '15/03/2017', '15032017'],
    ['a code with the short code in it, in pieces', 'MCKH 0101 8083 12', '0101808312', '0101808312'],
    ['a letter O that belongs there', 'MCKH LO-10101', 'LO-10101', 'LO10101'],
    ['a keyword that lacks a letter takes none from the code', 'MCK H32-0001', 'H32-0001', 'H320001'],
  ])('%s', (_fact, text, existing, key) => {
    expect(asked(text, [existing])).toEqual([key]);
  });

  test('another keyword and short code', () => {
    expect(asked('hs1 0101701234 gui 7068', [CODE], { keyword: 'HS1', shortCode: '7068' })).toEqual([CODE]);
    expect(asked('HS10101701234', [CODE], { keyword: 'HS1', shortCode: '7068' })).toEqual([CODE]);
    expect(asked('HS1', [CODE], { keyword: 'HS1', shortCode: '7068' })).toBe('syntax');
  });
});

describe('requirements §7.2 never another code', () => {
  test.each([
    ['a digit more', 'MCKH 01017012345', '?01017012345'],
    ['a digit less', 'MCKH 010170123', '?010170123'],
    ['a number grown on to it', 'MCKH 0101701234-5', '?0101701234-5'],
    ['a number before it', 'MCKH 5/0101701234', '?5/0101701234'],
    ['one letter grown on to it', 'MCKH 0101701234-B', '?0101701234-B'],
    ['letters without a separator', 'MCKH 0101701234CAM', '?0101701234CAM'],
    ['a number and a word', 'MCKH 0101701234-5.Cam', '?0101701234-5.CAM'],
    ['too much with spaces', 'MCKH 0101 701 234 5', '?01017012345'],
    ['more than a partial join', 'MCKH 99 0101 701 234', '?990101701234'],
    ['a digit that is a letter of no digit', 'MCKH S101701234', '?S101701234'],
    ['two codes, one of them wrong, typed as one', 'MCKH 0101701234-0101799999', '?0101701234-0101799999'],
  ])('%s', (_fact, text, unknown) => {
    expect(asked(text)).toEqual([unknown]);
  });

  test.each([
    ['a letter of another alphabet within', 'MCKH 0101\u041e701234'],
    ['a digit of another script within', 'MCKH 0101\u0667701234'],
    ['a character lost on the way', 'MCKH 0101\ufffd701234'],
    ['a line break within', 'MCKH 01017\n01234'],
    ['words within', 'MCKH 01017 va 01234'],
  ])('%s', (_fact, text) => {
    expect(asked(text)).toBe('syntax');
  });

  test.each([
    ['a letter that may be a digit, when two dossiers may be meant', 'MCKH O1O1701234', ['0101701234', '01O1701234'], '?O1O1701234'],
    ['a letter that may be a digit, when the exact code exists', 'MCKH O101701234', ['0101701234', 'O101701234'], 'O101701234'],
    ['more than six letters that may be digits', 'MCKH OOOOOOO001', ['0000000001'], '?OOOOOOO001'],
    ['letters alone are never digits', 'MCKH OIOIOI', ['010101'], 'syntax'],
    ['letters that may be digits are not dropped as a word', 'MCKH OIO.701234', ['701234'], '?OIO.701234'],
    ['a repair of half a code', 'MCKH O10170 1234567', ['010170', '0101701234567'], '010170'],
  ])('%s', (_fact, text, existing, answer) => {
    expect([asked(text, existing)].flat()[0]).toBe(answer);
  });

  test('what explains all that was typed goes before a part of it', () => {
    expect(asked('MCKH 010170 1234', ['010170', '0101701234'])).toEqual([CODE]);
  });

  test('a code that is cut where reading ends is not read', () => {
    const before = 'MCKH '.padEnd(990, 'cam on ');
    expect(asked(`${before}0101701234567`, [CODE])).toBe('syntax');
  });
});

describe('requirements §7.2 two codes', () => {
  const [first, second, third] = ['0101701234', '0101701235', '0101701236'];

  test.each([
    ['MCKH 0101701234 0101701235', [first, second]],
    ['MCKH 0101701234, 0101701235', [first, second]],
    ['MCKH 0101701234-0101701235', [first, second]],
    ['MCKH 0101701234/0101701235.Cam on', [first, second]],
    ['MCKH 0101701234 va 0101701235 cam on', [first, second]],
    ['MCKH 0101701234\nMCKH 0101701235', [first, second]],
    ['MCKH0101701234 MCKH0101701235', [first, second]],
    ['MCKH 0101701235 0101701234 0101701236', [second, first]],
    ['MCKH 0101701234 0101701234 0101701235', [first, second]],
    ['MCKH 0101701234 9999999999', [first, '?9999999999']],
    ['MCKH 9999999999 0101701234', ['?9999999999', first]],
    ['MCKH 9999999999 8888888888 0101701234', ['?9999999999', first]],
    ['MCKH 9999999999 0101701234 0101701235', [first, second]],
    ['MCKH 9999999999 8888888888 7777777777', ['?9999999999', '?8888888888']],
    ['MCKH 0101 701 234 va 0101 701 235', [first, second]],
    ['MCKH O101701234 0I01701235', [first, second]],
  ])('%j', (text, codes) => {
    expect(asked(text, [first, second, third])).toEqual(codes);
  });
});

describe('requirements §7.2 an unknown code is said as it was typed', () => {
  test.each([
    ['MCKH 9999999999', '?9999999999'],
    ['mckh_9999999999.', '?9999999999'],
    ['9999999999', '?9999999999'],
    ['9999999999 cam on', '?9999999999'],
    ['MCKH 999.99.99.h32-261123-0001', '?999.99.99.H32-261123-0001'],
    ['MCKH 9999 999 999', '?9999999999'],
    ['MCKH so bien nhan abc-12', '?ABC-12'],
    ['Soan MCKH 9999999999 gui 8083', '?9999999999'],
  ])('%j', (text, unknown) => {
    expect(asked(text)).toEqual([unknown]);
  });
});

describe('requirements §7.2 what asks nothing', () => {
  test.each([
    ['the keyword alone', 'MCKH'],
    ['the keyword and a sign', 'mckh .'],
    ['nothing', ''],
    ['spaces', ' \n\t\u200b'],
    ['a greeting', 'alo'],
    ['an emoji', '😀'],
    ['half an emoji', '\ud83d'],
    ['free text', 'toi muon hoi ho so'],
    ['free text with a number in it', 'khuyen mai 500000 dong, bam 123456'],
    ['words after the keyword', 'MCKH mã số biên nhận'],
    ['a code too short', 'MCKH 12345'],
    ['a code too long', `MCKH ${'9'.repeat(31)}`],
    ['the short code', 'MCKH gui 8083'],
    ['a phone number', 'MCKH 0905123456'],
    ['a phone number with its country', 'MCKH +84 905 123 456'],
    ['an old phone number in pieces', 'MCKH 0168 234 5678'],
    ['a date', 'MCKH 15/03/2017'],
  ])('%s', (_fact, text) => {
    expect(asked(text)).toBe('syntax');
  });
});

describe('requirements §7.2 any text', () => {
  const unit = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...Array.from('MCKHOIl018. -/_\n"')) },
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('MCKH ', '0101701234', '8083', 'cam on', '0905123456', '😀', '\ufdfa', '…', '\0'),
  );
  const texts = fc.array(unit, { maxLength: 1500 }).map((units) => units.join(''));

  test('is read into at most 200 keys', () => {
    fc.assert(fc.property(texts, (text) => readInquiry(text, SERVICE).keys.size <= 200));
  });

  test('resolves to nothing, or to one or two codes among the keys or fit to be printed', () => {
    fc.assert(
      fc.property(texts, fc.nat(7), (text, every) => {
        const reading = readInquiry(text, SERVICE);
        const resolved = resolveInquiry(reading, new Set([...reading.keys].filter((_, at) => at % (every + 1) === 0)));
        if (resolved.kind === 'syntax') return;
        expect([1, 2]).toContain(resolved.codes.length);
        for (const code of resolved.codes) {
          if ('found' in code) expect(reading.keys).toContain(code.found);
          else expect(code.unknown).toMatch(/^[0-9A-Z./-]{6,30}$/);
        }
      }),
    );
  });

  test('holds the code that is found in it, except for letters that stand for digits', () => {
    const digitsMeant = (text: string) =>
      codeKey(text)
        .replace(/[^0-9A-Z]/g, '')
        .replace(/O/g, '0')
        .replace(/[IL]/g, '1');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
        const text = units.join('').replace(/[^\n -~]/g, '');
        const reading = readInquiry(text, SERVICE);
        const resolved = resolveInquiry(reading, reading.keys);
        if (resolved.kind === 'syntax') return;
        for (const code of resolved.codes) if ('found' in code) expect(digitsMeant(text)).toContain(digitsMeant(code.found));
      }),
    );
  });

  test('a dossier is found by its code, whatever separates the code from the rest', () => {
    const codes = fc
      .stringMatching(/^\d[0-9A-Z./-]{4,28}[0-9A-Z]$/)
      .filter((code) => codeKey(code).length >= 6 && codeKey(code) !== '8083');
    const before = fc.constantFrom('MCKH ', 'mckh', 'MCKH_', 'M C K H ', 'Mã ', '', '"', 'MCKH\n', 'MCHK ');
    const behind = fc.constantFrom('', ' cam on', '"', '.', ' gui 8083', '\nSent from my phone', '😀');
    fc.assert(
      fc.property(before, codes, behind, (start, code, end) => {
        expect(asked(`${start}${code.toLowerCase()}${end}`, [code])).toEqual([codeKey(code)]);
      }),
    );
  });

  test.each([
    ['separators', '-'.repeat(1_000_000)],
    ['letters apart', 'M '.repeat(500_000)],
    ['letters that may be digits', 'O1OIOI1L '.repeat(100_000)],
    ['words grown on', '1-AB'.repeat(250_000)],
    ['short numbers', '1234 '.repeat(200_000)],
    ['phones', '0905123456 '.repeat(100_000)],
    ['dots that become more', '…'.repeat(1_000_000)],
    ['ligatures', '\ufdfa'.repeat(1_000_000)],
    ['marks', 'a\u0301\u0323'.repeat(300_000)],
  ])('a million of %s is read within a second', (_what, text) => {
    expect(processorMs(() => void resolveInquiry(readInquiry(text, SERVICE), new Set()))).toBeLessThan(1000);
  });
});

describe('requirements §7.8 never answered', () => {
  const ownNumbers = ['8083', '0258 1234567', '0905000000', 'STC KHANHHOA'];

  test.each([
    [
      'a delivery receipt',
      '84905123456',
      'id:1234567890 sub:001 dlvrd:001 submit date:1703150930 stat:DELIVRD err:000 text:MCKH 0101701234',
    ],
    ['a delivery receipt in capitals', '84905123456', ' ID:1 STAT:EXPIRED'],
    ['a short code', '8083', 'MCKH 0101701234'],
    ['a long short code', '18001234', 'MCKH 0101701234'],
    ['an alphanumeric sender', 'VIETTEL', 'MCKH 0101701234'],
    ['a sender of letters and digits', 'MB84905123456', 'MCKH 0101701234'],
    ['no sender', '', 'MCKH 0101701234'],
    ['too long a sender', '8490512345678901', 'MCKH 0101701234'],
    ['our own number', '02581234567', 'MCKH 0101701234'],
    ['our own number, with its country', '+84905000000', 'MCKH 0101701234'],
  ])('%s', (_who, from, text) => {
    expect(isNeverAnswered({ from, text, ownNumbers })).toBe(true);
  });

  test.each([
    ['a mobile', '84905123456', 'MCKH 0101701234'],
    ['a mobile as it is dialled', '0905123456', 'alo'],
    ['an old mobile', '+841682345678', 'MCKH 0101701234'],
    ['a foreign mobile', '+12025550123', 'MCKH 0101701234'],
    ['someone who writes of an id', '84905123456', 'MCKH id:0101701234'],
    ['someone who writes of a stat', '84905123456', 'id: 0101701234'],
  ])('but %s is', (_who, from, text) => {
    expect(isNeverAnswered({ from, text, ownNumbers })).toBe(false);
  });
});
