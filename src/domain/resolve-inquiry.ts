import { exactGroups, repairGroups, type Spelling } from './code-spellings.ts';
import { joinWords, mayBeCode, splitAtStrangers, type Run } from './inquiry-words.ts';
import type { Reading } from './inquiry.ts';
import { codeKey, readReceiptCode, type CodeKey, type ReceiptCode } from './receipt-code.ts';

/** `unknown` is the code as it was typed, but cleaned. */
type AskedCode = { readonly found: CodeKey } | { readonly unknown: ReceiptCode };

/** One code or two different ones, in the order of the message. */
export type ResolvedInquiry = { readonly kind: 'syntax' } | { readonly kind: 'codes'; readonly codes: readonly AskedCode[] };

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
    .filter(mayBeCode)
    .map(readReceiptCode)
    .filter((code) => code !== null)
    .map((unknown) => ({ unknown }));
}
