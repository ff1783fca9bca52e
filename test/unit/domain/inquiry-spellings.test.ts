import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInquiry } from '../../../src/domain/inquiry.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { resolveInquiry } from '../../../src/domain/resolve-inquiry.ts';

const SERVICE = { keyword: 'MCKH', shortCode: '8083' };

/** The spellings of gateways §4, for any code. */
const SPELLINGS: Readonly<Record<string, (code: string) => string>> = {
  'as it is printed': (code) => `MCKH ${code}`,
  'without a space': (code) => `MCKH${code}`,
  'small, with two spaces': (code) => `mckh  ${code}`,
  'with an underscore': (code) => `MCKH_${code}`,
  'with an underscore and a space': (code) => `MCKH_ ${code}`,
  'in full width': (code) => Array.from(`MCKH ${code}`, fullWidth).join(''),
  'with a hyphen': (code) => `MCKH-${code}`,
  'with a dot': (code) => `Mckh.${code}`,
  'in pieces': (code) => `MCKH ${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`,
  'with thanks': (code) => `MCKH ${code} cam on`,
  'in quotes': (code) => `"MCKH ${code}"`,
  'the code alone': (code) => code,
  'with the number to send to': (code) => `MCKH ${code} gui 8083`,
  'with letters apart': (code) => `M C K H ${code}`,
  'with the word before it': (code) => `MCKH mã ${code}`,
  'with an underscore and the word': (code) => `MCKH_Mã ${code}`,
  'in angle brackets': (code) => `MCKH <${code}>`,
  'with the words of the notice': (code) => `MCKH Mã số biên nhận ${code}`,
  'with NBSP': (code) => `MCKH\u00a0${code}`,
  'with characters without width': (code) => `MCKH ${code.slice(0, 5)}\u200b${code.slice(5)}`,
  'with NUL': (code) => `MCKH ${Array.from(code).join('\0')}`,
  'with #': (code) => `MCKH #${code}`,
  'with a colon': (code) => `MCKH: ${code}`,
  'with a line break': (code) => `MCKH\n${code}`,
  'with a signature below it': (code) => `MCKH ${code}\nSent from my phone`,
  'with letters for digits': (code) => `MCKH ${withLetters(code)}`,
  'with swapped letters': (code) => `MCHK ${code}`,
};

/** Up to six letters in a word are taken for digits. */
function withLetters(code: string): string {
  let left = 6;
  return code.replace(/[01]/g, (digit) => (left-- > 0 ? (digit === '0' ? 'O' : 'l') : digit));
}

function fullWidth(char: string): string {
  return char === ' ' ? '\u3000' : String.fromCharCode(char.charCodeAt(0) + 0xfee0);
}

function asked(text: string, existing: string): readonly string[] | 'syntax' {
  const reading = readInquiry(text, SERVICE);
  const key = codeKey(existing);
  const resolved = resolveInquiry(reading, new Set(reading.keys.has(key) ? [key] : []));
  if (resolved.kind === 'syntax') return 'syntax';
  return resolved.codes.map((code) => ('found' in code ? code.found : `?${code.unknown}`));
}

const CODES = fc.sample(fc.stringMatching(/^0[0-9]{9}$/), { numRuns: 1000, seed: 8083 });
/** Fewer, because each may be read in many more ways. */
const NATIONAL = fc.sample(fc.stringMatching(/^000\.00\.[0-9]{2}\.[GH][0-9]{2}-2[0-9]1[0-2]2[0-9]-[0-9]{4}$/), {
  numRuns: 100,
  seed: 8083,
});
/** The dots and hyphens of a national code are its own, so it is not typed in pieces at those places. */
const FOR_NATIONAL = Object.entries(SPELLINGS).filter(([way]) => way !== 'in pieces');

describe('requirements §7.2: each spelling of gateways §4 finds each of 1,000 codes', () => {
  test.each(Object.entries(SPELLINGS))('%s', (_, spell) => {
    expect(CODES.filter((code) => String(asked(spell(code), code)) !== codeKey(code))).toEqual([]);
  });

  test.each(FOR_NATIONAL)('a national code, %s', (_, spell) => {
    expect(NATIONAL.filter((code) => String(asked(spell(code), code)) !== codeKey(code))).toEqual([]);
  });
});
