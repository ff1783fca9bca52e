import { exactGroups, hasDigit, repairGroups, type Spelling } from './code-spellings.ts';
import { readPhone } from './phone.ts';
import { codeKey, readReceiptCode, type CodeKey, type ReceiptCode } from './receipt-code.ts';
import { withoutDiacritics } from './sms-text.ts';

/** A citizen's question (requirements §7.2, gateways §4), read as far as that goes without knowing which dossiers exist. */
export type Reading = {
  /** Whether it is plainly an inquiry: it has the keyword, or starts like a code. Else what is not found is not worth a word. */
  readonly addressed: boolean;
  readonly runs: readonly Run[];
  /** Everything that could be the code of a dossier, to be looked up at once; at most 200. */
  readonly keys: ReadonlySet<CodeKey>;
};

/** `unknown` is the code as it was typed, cleaned. */
type AskedCode = { readonly found: CodeKey } | { readonly unknown: ReceiptCode };

/** One code or two, in the order of the message, never the same twice. */
export type ResolvedInquiry = { readonly kind: 'syntax' } | { readonly kind: 'codes'; readonly codes: readonly AskedCode[] };

/** Reads any text at all, the first 1,000 UTF-16 units of it. `keyword` is upper-case letters and digits. */
export function readInquiry(text: string, { keyword, shortCode }: { readonly keyword: string; readonly shortCode: string }): Reading {
  const cleaned = clean(text.slice(0, MAX_TEXT));
  const body = cleaned.slice(0, MAX_TEXT).replace(looseKeyword(keyword), `${keyword} `);
  const runs = runsOf(body).map((run) => run.map((typed) => readWord(typed, keyword, shortCode)));
  // Half a code, where the text was cut, may look like another code.
  const uncut = Math.max(text.length, cleaned.length) > MAX_TEXT ? runs.slice(0, -1) : runs;
  const addressed = /^\S*\d/.test(body) || new RegExp(`(?:^|\\s)${keyword}`).test(body);
  return { addressed, runs: uncut, keys: keysOf(uncut) };
}

/** The code of a text with one code in it, as it was typed: most often the code of a dossier, just as the office printed it. */
export function plainCode({ runs }: Reading): ReceiptCode | null {
  const [word, second] = runs.flat().filter(({ text }) => hasDigit(text));
  return word && !second && !word.isStranger ? readReceiptCode(word.text) : null;
}

/** Which codes were asked, when of `reading.keys` these exist. What was typed goes before what may have been meant. */
export function resolveInquiry(reading: Reading, existing: ReadonlySet<CodeKey>): ResolvedInquiry {
  const { runs, keys, addressed } = reading;
  const asked = runs.flatMap((run) => resolveRun(run, { keys, existing }));
  const distinct = [...new Map(asked.map((code) => ['found' in code ? code.found : codeKey(code.unknown), code])).values()];
  const found = distinct.filter((code) => 'found' in code);
  // Beside a code that is known, `SM-G960F` is the telephone's signature and no second code.
  const unknown = distinct.filter((code) => 'unknown' in code && addressed && (found.length === 0 || /(?:\d\D*){6}/.test(code.unknown)));
  const first = new Set([...found, ...unknown].slice(0, 2));
  return first.size === 0 ? { kind: 'syntax' } : { kind: 'codes', codes: distinct.filter((code) => first.has(code)) };
}

/** Whether nobody asks: receipts, short codes, alphanumeric senders, our own numbers (requirements §7.8), written in any form. */
export function isNeverAnswered({ from, text, ownNumbers }: Incoming): boolean {
  const isReceipt = /^\s*id:/i.test(text) && /stat:/i.test(text);
  return isReceipt || !/^\d{9,15}$/.test(dialled(from)) || ownNumbers.some((own) => dialled(own) === dialled(from));
}

type Incoming = { readonly from: string; readonly text: string; readonly ownNumbers: readonly string[] };

function dialled(number: string): string {
  const read = readPhone(number);
  return 'phone' in read ? read.phone : number.replace(/^\s*\+|[\s().-]/g, '');
}

const MAX_TEXT = 1000;
const MAX_KEYS = 200;

/** Words with nothing but spaces between them, each with a digit in it; or a word of letters alone. */
type Run = readonly Word[];

/** A stranger is a phone number, a date or the short code: no code and no part of one, unless that very dossier exists. */
type Word = Spelling & { readonly isStranger: boolean };

/** Lines of words in plain capitals; letters and digits of other alphabets stay, lest something be read around them. */
function clean(text: string): string {
  return withoutDiacritics(text.replaceAll('№', ' ').normalize('NFKC'))
    .toUpperCase()
    .replace(/[\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\s]|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\uFFFD./\n-]/gu, ' ')
    .trim();
}

/** The keyword at the start with its letters apart, or two neighbours in each other's place. But `MCK H32` is not `MCKH 32`. */
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

/** Each group whole or not at all: a repair is only as good as the knowledge that there is no other. */
function keysOf(runs: readonly Run[]): Set<CodeKey> {
  const keys = new Set<CodeKey>();
  for (const group of groupsOf(runs)) {
    if (keys.size + group.length > MAX_KEYS) break;
    for (const key of group) keys.add(key);
  }
  return keys;
}

/** The surest first; words of letters last. */
function* groupsOf(runs: readonly Run[]): Generator<readonly CodeKey[]> {
  const isNumbered = (run: Run) => hasDigit(joined(run).text);
  const numbered = runs.filter(isNumbered);
  const parts = numbered.flatMap(apart);
  for (const spelling of [...numbered.flat(), ...[...numbered, ...parts].map(joined)]) yield* exactGroups(spelling);
  for (const spelling of [...numbered.flat(), ...parts.map(joined)]) yield* repairGroups(spelling);
  for (const word of runs.filter((run) => !isNumbered(run)).flat()) yield* exactGroups(word);
}

function joined(run: Run): Spelling {
  const text = run.map((word) => word.text).join('');
  return { typed: text, text };
}

/** What stands between the strangers of a run, and they themselves. */
function apart(run: Run): Run[] {
  const first = run.findIndex(({ isStranger }) => isStranger);
  if (first === -1 || run.length === 1) return [run];
  return [run.slice(0, first), run.slice(first, first + 1), ...apart(run.slice(first + 1))].filter((part) => part.length > 0);
}

type Known = { readonly keys: ReadonlySet<CodeKey>; readonly existing: ReadonlySet<CodeKey> };

/** Words, when each is a code; else the run as one code typed with spaces, never a part of it; else word by word. */
function resolveRun(run: Run, known: Known): AskedCode[] {
  const exact = run.map((word) => exactly(word, known));
  const joint = exact.some((keys) => keys.length === 0) ? exactly(joined(run), known) : [];
  if (joint.length > 0) return asFound(joint);
  if (run.length > 1 && run.some(({ isStranger }) => isStranger)) return apart(run).flatMap((part) => resolveRun(part, known));
  const found = run.map((word, at) => (exact[at]?.length ? exact[at] : repaired(word, known)));
  if (found.some((keys) => keys.length > 0)) return run.flatMap((word, at) => (found[at]?.length ? asFound(found[at]) : asUnknown([word])));
  const meant = repaired(joined(run), known);
  return meant.length > 0 ? asFound(meant) : asUnknown(run);
}

function exactly(spelling: Spelling, { existing }: Known): readonly CodeKey[] {
  return exactGroups(spelling).find((group) => group.length > 0 && group.every((key) => existing.has(key))) ?? [];
}

/** The one dossier that a repair leads to; none, when there are two or not every way was looked up. */
function repaired(spelling: Spelling, { keys, existing }: Known): readonly CodeKey[] {
  const ways = new Set(repairGroups(spelling).flat());
  const hits = [...ways].filter((key) => existing.has(key));
  return hits.length === 1 && [...ways].every((key) => keys.has(key)) ? hits : [];
}

function asFound(keys: readonly CodeKey[]): AskedCode[] {
  return keys.map((found) => ({ found }));
}

function asUnknown(run: Run): AskedCode[] {
  const words = run.map(({ text }) => text);
  const whole = joined(run).text;
  const texts = words.every((text) => readReceiptCode(text)) || !readReceiptCode(whole) ? words : [whole];
  return texts
    .filter((text) => hasDigit(text) && !isPhone(text) && !DATE.test(text))
    .map(readReceiptCode)
    .filter((code) => code !== null)
    .map((unknown) => ({ unknown }));
}
