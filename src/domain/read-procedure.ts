import { isSameName } from './fixed-names.ts';

export type NamedProcedure = { readonly code: string; readonly name: string };

/** `QLG-01 · Thẩm định giá` */
export function printProcedure({ code, name }: NamedProcedure): string {
  return `${code} · ${name}`;
}

/**
 * Reads a procedure as somebody typed it: one of `known` by its code, its name or both, else a code and a name with something between them.
 * Null when there is only one of the two, and nothing known has it.
 */
export function readProcedure<Known extends NamedProcedure>(text: string, known: readonly Known[]): Known | NamedProcedure | null {
  const typed = text.trim();
  const found = known.filter((each) => [each.code, each.name, printProcedure(each)].some((spelling) => isSameName(spelling, typed)));
  const [only] = found;
  if (only && found.length === 1) return only;
  const [, code, name] = SEPARATED.exec(typed) ?? CODE_FIRST.exec(typed) ?? [];
  return code === undefined || name === undefined ? null : { code, name };
}

/** A code has no blanks. Dashes may be a part of it, so one that separates has blanks around it. */
const SEPARATED = /^([^\s·|:;,]+)(?:\s*[·|:;,]\s*|\s+[-–—]\s+)(.*\p{L}.*)$/u;
/** Without a separator, only a word with a digit is taken for a code: `QLG-01 Thẩm định giá`. */
const CODE_FIRST = /^((?=\S*\d)\S{3,})\s+(.*\p{L}.*)$/u;
