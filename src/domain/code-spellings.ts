import { codeKey, readReceiptCode, type CodeKey } from './receipt-code.ts';

/** A code as somebody typed it (gateways §4); `text` is `typed` without the keyword that was grown on to it. */
export type Spelling = { readonly typed: string; readonly text: string };

/** What may be meant, the surest first: a group is found when all its keys exist. */
export function exactGroups({ typed, text }: Spelling): readonly (readonly CodeKey[])[] {
  return [typed, text, core(text)].map(plausible).concat([severalIn(core(text))]);
}

/** The code in `0101701234.Cam`: without the words before and behind, of two letters or more and none that may be digits. */
function core(text: string): string {
  const code = text.replace(/^(?:(?![OIL]+[./-])[A-Z]{2,}[./-]+)+/, '').replace(/(?:[./-]+(?![OIL]+(?:[./-]|$))[A-Z]{2,})+$/, '');
  return readReceiptCode(code) && hasDigit(code) ? code : text;
}

/** The key of a code as long as codes are; a shorter text with a digit may still be one without its separators. */
function plausible(text: string): CodeKey[] {
  const key = codeKey(text);
  return readReceiptCode(text) || (hasDigit(key) && /^[0-9A-Z]{4,30}$/.test(key)) ? [key] : [];
}

/** `0101701234-0101701235`: each piece as long as codes are and with a digit, so that none is dropped. */
function severalIn(text: string): CodeKey[] {
  const pieces = text.split(/[./-]+/);
  return pieces.length > 1 && pieces.length < 5 && pieces.every((piece) => readReceiptCode(piece) && hasDigit(piece))
    ? pieces.map(codeKey)
    : [];
}

const DIGITS_MEANT: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** What may be meant when letters stand for digits: used only when exactly one dossier fits (requirements §7.2, never guess). */
export function repairGroups({ text }: Spelling): readonly (readonly CodeKey[])[] {
  return [...new Set([text, core(text)])].map(repairs);
}

/** A code with some of its letters O, I and l meant as digits: every way to read up to six of them. */
function repairs(text: string): CodeKey[] {
  const doubtful = text.replace(/[^OIL]/g, '').length;
  if (doubtful === 0 || doubtful > 6 || !readReceiptCode(text) || !hasDigit(text)) return [];
  let ways = [''];
  for (const char of text) {
    const digit = DIGITS_MEANT[char];
    ways = (digit === undefined ? [char] : [char, digit]).flatMap((meant) => ways.map((way) => way + meant));
  }
  return ways.slice(1).map(codeKey);
}

export function hasDigit(text: string): boolean {
  return /\d/.test(text);
}
