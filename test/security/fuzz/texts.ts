import { resolveInquiry, type ResolvedInquiry } from '../../../src/domain/resolve-inquiry.ts';
import { readInquiry } from '../../../src/domain/inquiry.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { TEXTS } from './hostile.ts';
import { randomOf } from './random.ts';

const KEYWORD = { keyword: 'MCKH', shortCode: '8083' };
const CODE = '0101701234';
const WORDS = ['MCKH', 'mckh_', 'M C K H', 'MCHK', CODE, 'O1O17O1234', '0101-701-234', '000.00.01.H32-261123-0001'] as const;
const LETTERS = [' ', '\n', '.', '-', '/', '0', 'O', 'I', 'l', 'ﬁ', 'Đ', '\u00a0', '\u200b', '１', '①', '٣', '𝟘'] as const;
/** What a citizen's text is put together from, and what an enemy's is. */
const PIECES = [...TEXTS, ...WORDS, ...LETTERS] as const;

/** Text number `index` of the seed: a few pieces, now and then very many of one. */
export function textOf(seed: number, index: number): string {
  const random = randomOf(seed, index);
  const piece = () => PIECES[random.under(PIECES.length)] ?? '';
  if (random.chance(0.02)) return piece().repeat(1 + random.under(300));
  const parts = Array.from({ length: 1 + random.under(8) }, () =>
    random.chance(0.1) ? String.fromCharCode(random.under(0x1_0000)) : piece(),
  );
  return parts.join(random.pick(['', ' ', '\n']));
}

export type TextsRead = { readonly findings: readonly string[]; readonly slowestMs: number };

/**
 * Reads `count` texts by the rules alone (requirements §7.2): bounded work, at most two codes, and no answer quotes anything but a code.
 */
export function readTexts(seed: number, count: number): TextsRead {
  const findings: string[] = [];
  let [slowestMs, slowest] = [0, 0];
  for (let index = 0; index < count; index++) {
    const text = textOf(seed, index);
    const tookMs = timed(() => {
      const { keys, resolved } = read(text);
      const fault = keys > 200 ? `${keys} keys to look up` : faultOf(resolved);
      if (fault) findings.push(`text ${index}: ${fault}`);
    });
    if (tookMs > slowestMs) [slowestMs, slowest] = [tookMs, index];
  }
  const alone = Math.min(...[1, 2, 3].map(() => timed(() => read(textOf(seed, slowest)))));
  if (alone > HANG_MS) findings.push(`text ${slowest}: takes ${Math.round(alone)} ms, also alone`);
  return { findings, slowestMs };
}

const HANG_MS = 1000;

function read(text: string): { readonly keys: number; readonly resolved: ResolvedInquiry } {
  const reading = readInquiry(text, KEYWORD);
  return { keys: reading.keys.size, resolved: resolveInquiry(reading, new Set([codeKey(CODE)])) };
}

function faultOf(resolved: ResolvedInquiry): string | null {
  if (resolved.kind === 'syntax') return null;
  if (resolved.codes.length < 1 || resolved.codes.length > 2) return `${resolved.codes.length} codes`;
  const quoted = resolved.codes.flatMap((code) => ('unknown' in code ? [code.unknown] : []));
  return quoted.every((code) => /^[0-9A-Z./-]{6,30}$/.test(code)) ? null : `quotes ${quoted.join(' ')}`;
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
