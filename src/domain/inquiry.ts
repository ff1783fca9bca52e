import { exactGroups, repairGroups } from './code-spellings.ts';
import { isNumbered, joinWords, readRuns, splitAtStrangers, type Run } from './inquiry-words.ts';
import { quotesOurText } from './our-words.ts';
import { senderNumber } from './phone.ts';
import type { CodeKey } from './receipt-code.ts';
import { withoutDiacritics } from './sms-text.ts';

/** A citizen's question (requirements §7.2, gateways §4), read without knowing which dossiers exist. */
export type Reading = {
  /** It has the keyword or starts like a code, so that it is plainly an inquiry. Otherwise an unknown code in it is not mentioned. */
  readonly addressed: boolean;
  readonly runs: readonly Run[];
  /** Everything that could be the code of a dossier, at most 200, so that one statement looks them all up. */
  readonly keys: ReadonlySet<CodeKey>;
};

/** Reads the first 1,000 UTF-16 units of any text. `keyword` is upper-case letters and digits. */
export function readInquiry(text: string, { keyword, shortCode }: { readonly keyword: string; readonly shortCode: string }): Reading {
  const cleaned = clean(text.slice(0, MAX_TEXT));
  const body = cleaned.slice(0, MAX_TEXT).replace(looseKeyword(keyword), `${keyword} `);
  const runs = readRuns(body, { keyword, shortCode });
  // Where the text was cut, half a code may look like another code.
  const uncut = Math.max(text.length, cleaned.length) > MAX_TEXT ? runs.slice(0, -1) : runs;
  const addressed = /^\S*\d/.test(body) || new RegExp(`(?:^|\\s)${keyword}`).test(body);
  return { addressed, runs: uncut, keys: keysOf(uncut) };
}

/**
 * Whether no citizen asks: receipts, short codes, alphanumeric senders, our own numbers in any spelling, and texts that quote one of ours
 * (requirements §7.8).
 */
export function isNeverAnswered({ from, text, ownNumbers }: Incoming): boolean {
  const sender = senderNumber(from);
  const isOurs = ownNumbers.some((own) => senderNumber(own) === sender);
  return isReceiptText(text) || isOurs || !/^\+?\d{9,15}$/.test(sender) || quotesOurText(text);
}

/** Whether the text is a delivery receipt that came as if it were a message (gateways §2). */
export function isReceiptText(text: string): boolean {
  return /^\s*id:/i.test(text) && /stat:/i.test(text);
}

type Incoming = { readonly from: string; readonly text: string; readonly ownNumbers: readonly string[] };

const MAX_TEXT = 1000;
const MAX_KEYS = 200;

/** Lines of words in plain capitals. Letters and digits of other alphabets stay, because without them the rest could look like a code. */
function clean(text: string): string {
  return withoutDiacritics(text.replaceAll('№', ' ').normalize('NFKC'))
    .toUpperCase()
    .replace(/[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\s]|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\uFFFD./\n-]/gu, ' ')
    .trim();
}

/** Matches the keyword at the start when its letters are separated or two neighbours are swapped. But `MCK H32` is not `MCKH 32`. */
function looseKeyword(keyword: string): RegExp {
  const letters = keyword.split('');
  const swapped = letters.slice(1).map((letter, at) => letters.toSpliced(at, 2, letter, letters[at] ?? '').join(''));
  const ways = [
    `${letters.join('[\\s./-]*')}(?![0-9A-Z])`,
    `${letters.slice(0, -1).join('[\\s./-]*')}${letters.at(-1)}`,
    letters.join('[\\s./-]+'),
    ...swapped.map((word) => `${word}(?![A-Z])`),
  ];
  return new RegExp(`^[\\s./-]*(?!${keyword})(?:${ways.join('|')})[\\s./-]*`);
}

/** Each group is taken whole or not at all: a repair counts only when all its alternatives were looked up. */
function keysOf(runs: readonly Run[]): Set<CodeKey> {
  const keys = new Set<CodeKey>();
  for (const group of groupsOf(runs)) {
    if (keys.size + group.length > MAX_KEYS) break;
    for (const key of group) keys.add(key);
  }
  return keys;
}

/** The surest groups first, words of letters last. */
function* groupsOf(runs: readonly Run[]): Generator<readonly CodeKey[]> {
  const numbered = runs.filter(isNumbered);
  const parts = numbered.flatMap(splitAtStrangers);
  for (const spelling of [...numbered.flat(), ...[...numbered, ...parts].map(joinWords)]) yield* exactGroups(spelling);
  for (const spelling of [...numbered.flat(), ...parts.map(joinWords)]) yield* repairGroups(spelling);
  for (const word of runs.filter((run) => !isNumbered(run)).flat()) yield* exactGroups(word);
}
