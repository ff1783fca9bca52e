import { exactGroups, hasDigit, repairGroups, type Spelling } from './code-spellings.ts';
import { readPhone } from './phone.ts';
import { codeKey, readReceiptCode, type CodeKey, type ReceiptCode } from './receipt-code.ts';
import { withoutDiacritics } from './sms-text.ts';

/** A citizen's question (requirements §7.2, gateways §4), read without knowing which dossiers exist. */
export type Reading = {
  /** It has the keyword or starts like a code, so that it is plainly an inquiry. Otherwise an unknown code in it is not mentioned. */
  readonly addressed: boolean;
  readonly runs: readonly Run[];
  /** Everything that could be the code of a dossier, at most 200, so that one statement looks them all up. */
  readonly keys: ReadonlySet<CodeKey>;
};

/** `unknown` is the code as it was typed, but cleaned. */
type AskedCode = { readonly found: CodeKey } | { readonly unknown: ReceiptCode };

/** One code or two different ones, in the order of the message. */
export type ResolvedInquiry = { readonly kind: 'syntax' } | { readonly kind: 'codes'; readonly codes: readonly AskedCode[] };

/** Reads the first 1,000 UTF-16 units of any text. `keyword` is upper-case letters and digits. */
export function readInquiry(text: string, { keyword, shortCode }: { readonly keyword: string; readonly shortCode: string }): Reading {
  const cleaned = clean(text.slice(0, MAX_TEXT));
  const body = cleaned.slice(0, MAX_TEXT).replace(looseKeyword(keyword), `${keyword} `);
  const runs = runsOf(body).map((run) => run.map((typed) => readWord(typed, keyword, shortCode)));
  // Where the text was cut, half a code may look like another code.
  const uncut = Math.max(text.length, cleaned.length) > MAX_TEXT ? runs.slice(0, -1) : runs;
  const addressed = /^\S*\d/.test(body) || new RegExp(`(?:^|\\s)${keyword}`).test(body);
  return { addressed, runs: uncut, keys: keysOf(uncut) };
}

/**
 * Which codes were asked, given which of `reading.keys` exist. A code that exists as it was typed goes before one that may have been meant.
 */
export function resolveInquiry(reading: Reading, existing: ReadonlySet<CodeKey>): ResolvedInquiry {
  const { runs, keys, addressed } = reading;
  const asked = runs.flatMap((run) => resolveRun(run, { keys, existing }));
  const distinct = [...new Map(asked.map((code) => ['found' in code ? code.found : codeKey(code.unknown), code])).values()];
  const found = distinct.filter((code) => 'found' in code);
  // Beside a known code, `SM-G960F` is the telephone's signature and no second code.
  const unknown = distinct.filter((code) => 'unknown' in code && addressed && (found.length === 0 || /(?:\d\D*){6}/.test(code.unknown)));
  const first = new Set([...found, ...unknown].slice(0, 2));
  return first.size === 0 ? { kind: 'syntax' } : { kind: 'codes', codes: distinct.filter((code) => first.has(code)) };
}

/** Whether no citizen asks: receipts, short codes, alphanumeric senders and our own numbers, in any spelling (requirements §7.8). */
export function isNeverAnswered({ from, text, ownNumbers }: Incoming): boolean {
  const isReceipt = /^\s*id:/i.test(text) && /stat:/i.test(text);
  return isReceipt || !/^\d{9,15}$/.test(plainNumber(from)) || ownNumbers.some((own) => plainNumber(own) === plainNumber(from));
}

type Incoming = { readonly from: string; readonly text: string; readonly ownNumbers: readonly string[] };

function plainNumber(number: string): string {
  const read = readPhone(number);
  return 'phone' in read ? read.phone : number.replace(/^\s*\+|[\s().-]/g, '');
}

const MAX_TEXT = 1000;
const MAX_KEYS = 200;

/** Words with a digit in each and only spaces between them, or one word of letters alone. */
type Run = readonly Word[];

/**
 * A stranger is a phone number, a date or the short code. It is no code and no part of one, unless a dossier with that very code exists.
 */
type Word = Spelling & { readonly isStranger: boolean };

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

function runsOf(body: string): string[][] {
  return body
    .replace(/[^ \n]+/g, (word) => (/^(?:[./-]+|[A-Z./-]*\d[0-9A-Z./-]*)$/.test(word) ? word : `\n${word}\n`))
    .split('\n')
    .map((line) => line.match(/[^ ./-](?:[^ ]*[^ ./-])?/g) ?? [])
    .filter((run) => run.length > 0);
}

function readWord(typed: string, keyword: string, shortCode: string): Word {
  const text = typed.startsWith(keyword) ? typed.slice(keyword.length).replace(/^[./-]+/, '') : typed;
  return { typed, text, isStranger: text === shortCode || isPhone(text) || DATE.test(text) };
}

const DATE = /^(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2})$/;

function isPhone(text: string): boolean {
  return 'phone' in readPhone(text);
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
  const isNumbered = (run: Run) => hasDigit(joinWords(run).text);
  const numbered = runs.filter(isNumbered);
  const parts = numbered.flatMap(splitAtStrangers);
  for (const spelling of [...numbered.flat(), ...[...numbered, ...parts].map(joinWords)]) yield* exactGroups(spelling);
  for (const spelling of [...numbered.flat(), ...parts.map(joinWords)]) yield* repairGroups(spelling);
  for (const word of runs.filter((run) => !isNumbered(run)).flat()) yield* exactGroups(word);
}

function joinWords(run: Run): Spelling {
  const text = run.map((word) => word.text).join('');
  return { typed: text, text };
}

/** The strangers of a run, each alone, and what stands between them. */
function splitAtStrangers(run: Run): Run[] {
  const first = run.findIndex(({ isStranger }) => isStranger);
  if (first === -1 || run.length === 1) return [run];
  return [run.slice(0, first), run.slice(first, first + 1), ...splitAtStrangers(run.slice(first + 1))].filter((part) => part.length > 0);
}

type Known = { readonly keys: ReadonlySet<CodeKey>; readonly existing: ReadonlySet<CodeKey> };

/** Word by word when each word is a code; otherwise the whole run as one code that was typed with spaces; otherwise word by word again. */
function resolveRun(run: Run, known: Known): AskedCode[] {
  const exact = run.map((word) => findExact(word, known));
  const joint = exact.some((keys) => keys.length === 0) ? findExact(joinWords(run), known) : [];
  if (joint.length > 0) return foundCodes(joint);
  if (run.length > 1 && run.some(({ isStranger }) => isStranger)) return splitAtStrangers(run).flatMap((part) => resolveRun(part, known));
  const found = run.map((word, at) => (exact[at]?.length ? exact[at] : findRepaired(word, known)));
  if (found.some((keys) => keys.length > 0))
    return run.flatMap((word, at) => (found[at]?.length ? foundCodes(found[at]) : unknownCodes([word])));
  const repaired = findRepaired(joinWords(run), known);
  return repaired.length > 0 ? foundCodes(repaired) : unknownCodes(run);
}

function findExact(spelling: Spelling, { existing }: Known): readonly CodeKey[] {
  return exactGroups(spelling).find((group) => group.length > 0 && group.every((key) => existing.has(key))) ?? [];
}

/** The one dossier that a repair leads to; none when there are two, or when some way was not looked up. */
function findRepaired(spelling: Spelling, { keys, existing }: Known): readonly CodeKey[] {
  const ways = new Set(repairGroups(spelling).flat());
  const hits = [...ways].filter((key) => existing.has(key));
  return hits.length === 1 && [...ways].every((key) => keys.has(key)) ? hits : [];
}

function foundCodes(keys: readonly CodeKey[]): AskedCode[] {
  return keys.map((found) => ({ found }));
}

function unknownCodes(run: Run): AskedCode[] {
  const words = run.map(({ text }) => text);
  const whole = joinWords(run).text;
  const texts = words.every((text) => readReceiptCode(text)) || !readReceiptCode(whole) ? words : [whole];
  return texts
    .filter((text) => hasDigit(text) && !isPhone(text) && !DATE.test(text))
    .map(readReceiptCode)
    .filter((code) => code !== null)
    .map((unknown) => ({ unknown }));
}
