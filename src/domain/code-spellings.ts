import { codeKey, readReceiptCode, type CodeKey } from './receipt-code.ts';

/** A code as somebody typed it (gateways §4). `text` is `typed` without a keyword that was typed directly in front of it. */
export type Spelling = { readonly typed: string; readonly text: string };

/** The codes that may be meant, the surest group first. A group is found when all its keys exist. */
export function exactGroups({ typed, text }: Spelling): readonly (readonly CodeKey[])[] {
  return [typed, text, withoutOuterWords(text)].map(plausibleKeys).concat([keysOfPieces(withoutOuterWords(text))]);
}

/** `0101701234` of `0101701234.CAM`: words before and after the code go when they have two letters or more and cannot be misread digits. */
function withoutOuterWords(text: string): string {
  const code = text.replace(/^(?:(?![OIL]+[./-])[A-Z]{2,}[./-]+)+/, '').replace(/(?:[./-]+(?![OIL]+(?:[./-]|$))[A-Z]{2,})+$/, '');
  return readReceiptCode(code) && hasDigit(code) ? code : text;
}

/** The key of a text as long as a code, or of a shorter one with a digit, which may be a code typed without its separators. */
function plausibleKeys(text: string): CodeKey[] {
  const key = codeKey(text);
  return readReceiptCode(text) || (hasDigit(key) && /^[0-9A-Z]{4,30}$/.test(key)) ? [key] : [];
}

/** The keys of `0101701234-0101701235`. Each piece must be as long as a code and have a digit; otherwise a piece would be lost. */
function keysOfPieces(text: string): CodeKey[] {
  const pieces = text.split(/[./-]+/);
  return pieces.length > 1 && pieces.length < 5 && pieces.every((piece) => readReceiptCode(piece) && hasDigit(piece))
    ? pieces.map(codeKey)
    : [];
}

const DIGITS_MEANT: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/**
 * The codes that may be meant when letters stand for digits. They count only when exactly one dossier fits, because we never guess
 * (requirements §7.2).
 */
export function repairGroups({ text }: Spelling): readonly (readonly CodeKey[])[] {
  return [...new Set([text, withoutOuterWords(text)])].map(repairedKeys);
}

/** Every way to read up to six letters O, I and L of a code as digits. */
function repairedKeys(text: string): CodeKey[] {
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
