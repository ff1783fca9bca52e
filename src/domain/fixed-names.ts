/** Steps and states are free text of the one-stop software. The notice of 2017 fixes the first three of these (requirements §1). */
export const RESULT_STEP = 'Trả kết quả';
export const ONE_STOP_STEP = 'Bộ phận Một cửa';
export const AWAITING_SUPPLEMENT = 'Chờ bổ sung';
export const FIRST_STEP = 'Tiếp nhận';

const UNSEEN = /[\s\u0085\p{Cf}]/u;
/** Quotation marks, apostrophes and primes. */
const QUOTES = /["'`´\p{Pi}\p{Pf}‚„′-‷ʹ-ʽˈˊˋ〝-〟]/gu;

const FIXED = new Map([RESULT_STEP, ONE_STOP_STEP, AWAITING_SUPPLEMENT].map((name) => [nameKey(name), name]));

/** Reads a name as it is kept and shown: a fixed name in its fixed spelling, any other as it was sent (requirements §4.3). */
export function readName(text: string): string {
  return readFixedName(text) ?? tidyName(text);
}

/** The fixed name that this text means, or undefined. */
export function readFixedName(text: string): string | undefined {
  return FIXED.get(nameKey(text));
}

/** Whether two names are the same for a comparison and for the filters `step=` and `state=` (requirements §4.3). */
export function isSameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/** NFC, without white space and characters without width at both ends. Nothing inside changes. */
export function tidyName(text: string): string {
  const composed = text.normalize('NFC');
  let [from, to] = [0, composed.length];
  while (from < to && UNSEEN.test(composed.charAt(from))) from += 1;
  while (to > from && UNSEEN.test(composed.charAt(to - 1))) to -= 1;
  return composed.slice(from, to);
}

/**
 * Whether a name is a fixed one only when it is read in an encoding of older Vietnamese software: `Tr¶ kÕt qu¶` is TCVN3 (ABC), `Traû keát
 * quaû` is VNI, and both are `Trả kết quả`.
 */
export function resemblesFixedName(text: string): boolean {
  if (readFixedName(text) !== undefined) return false;
  const typed = text.normalize('NFC').toLowerCase();
  return [TCVN3, VNI].some((letters) => readFixedName(decode(typed, letters)) !== undefined);
}

/** One text for all spellings of a name. It serves to compare and is never shown. */
export function nameKey(text: string): string {
  const bare = text
    .replace(QUOTES, '') // NFKC makes a blank of some of them
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{DI}]/gu, '')
    .replace(QUOTES, '')
    .replace(/[đðɖ]/g, 'd')
    .replace(/[\s\p{Cc}]+/gu, ' ');
  return bare.replace(/^[\p{P} ]+|[\p{P} ]+$/gu, '') || bare.trim();
}

/** The letters of the three fixed names, lower case, as Windows-1252 and Windows-1258 show the bytes of the older encodings. */
const TCVN3 = new Map([
  ['¶', 'ả'],
  ['õ', 'ế'],
  ['ơ', 'ế'],
  ['é', 'ộ'],
  ['ë', 'ậ'],
  ['ö', 'ử'],
  ['ê', 'ờ'],
  ['æ', 'ổ'],
]);
const VNI = new Map([
  ['aû', 'ả'],
  ['eá', 'ế'],
  ['oä', 'ộ'],
  ['aä', 'ậ'],
  ['öû', 'ử'],
  ['ôø', 'ờ'],
  ['oå', 'ổ'],
]);

function decode(text: string, letters: ReadonlyMap<string, string>): string {
  return text.replace(new RegExp([...letters.keys()].join('|'), 'g'), (typed) => letters.get(typed) ?? typed);
}
