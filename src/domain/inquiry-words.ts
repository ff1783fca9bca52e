import { hasDigit, type Spelling } from './code-spellings.ts';
import { readPhone } from './phone.ts';

/** Words with a digit in each and only spaces between them, or one word of letters alone. */
export type Run = readonly Word[];

/**
 * A stranger is a phone number, a date or the short code. It is no code and no part of one, unless a dossier with that very code exists.
 */
export type Word = Spelling & { readonly isStranger: boolean };

type Names = { readonly keyword: string; readonly shortCode: string };

/** `body` is plain capitals, as `readInquiry` makes them. */
export function readRuns(body: string, { keyword, shortCode }: Names): Run[] {
  return runsOf(body).map((run) => run.map((typed) => readWord(typed, keyword, shortCode)));
}

export function joinWords(run: Run): Spelling {
  const text = run.map((word) => word.text).join('');
  return { typed: text, text };
}

/** The strangers of a run, each alone, and what stands between them. */
export function splitAtStrangers(run: Run): Run[] {
  const first = run.findIndex(({ isStranger }) => isStranger);
  if (first === -1 || run.length === 1) return [run];
  return [run.slice(0, first), run.slice(first, first + 1), ...splitAtStrangers(run.slice(first + 1))].filter((part) => part.length > 0);
}

export function isNumbered(run: Run): boolean {
  return hasDigit(joinWords(run).text);
}

/** A phone number and a date are never named as an unknown code. */
export function mayBeCode(text: string): boolean {
  return hasDigit(text) && !isPhone(text) && !DATE.test(text);
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
