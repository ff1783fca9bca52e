import type { SmsEncoding } from './sms-encoding.ts';

/** How a text is sent (gateways §1): its alphabet, its length in septets (gsm7) or UTF-16 code units (ucs2), and how many SMS it takes. */
export type Segments = { readonly encoding: 'gsm7' | 'ucs2'; readonly units: number; readonly segments: number };

/** Counts the SMS that a text takes. Neither an escaped character nor a surrogate pair is ever split between two SMS. */
export function segmentsOf(text: string): Segments {
  const encoding = notInGsm7(text).length === 0 ? 'gsm7' : 'ucs2';
  const costs = Array.from(text, (char) => (encoding === 'ucs2' ? char.length : GSM7_ESCAPED.has(char) ? 2 : 1));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const { single, part } = ROOM[encoding];
  return { encoding, units, segments: units <= single ? 1 : partsOf(costs, part) };
}

/** The characters that force a text into UCS-2, each once, so that the author of a text sees them before it is sent. */
export function notInGsm7(text: string): string[] {
  return [...new Set(text)].filter((char) => !GSM7.has(char) && !GSM7_ESCAPED.has(char));
}

/** The text as it travels, notices and replies alike (requirements §2). */
export function wireText(text: string, encoding: SmsEncoding): string {
  return encoding === 'ascii' ? withoutDiacritics(text) : text;
}

/**
 * The text in plain letters (gateways §1): `đ` and the letters that pass for it become `d`, typographic marks become ASCII ones, and
 * characters without width are dropped.
 */
export function withoutDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐɖƉɗƊƌƋȡᵭᶁꝺꝹꟈꟇ“”„‘’‚‐‑‒–—−…•₫№\p{Zs}\u200B-\u200D\u2060\uFEFF\u00AD]/gu, (char) => PLAIN.get(char) ?? ' ')
    .normalize('NFC');
}

/** The units of a single message, and of each part of a longer one, whose header takes six octets. */
const ROOM = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

const GSM7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM7_ESCAPED = new Set('\f^{}\\[~]|€');

const PLAIN = new Map([
  ...Array.from('đðɖɗƌȡᵭᶁꝺꟈ₫', (char) => [char, 'd'] as const),
  ...Array.from('ĐÐƉƊƋꝹꟇ', (char) => [char, 'D'] as const),
  ...Array.from('“”„', (char) => [char, '"'] as const),
  ...Array.from('‘’‚', (char) => [char, "'"] as const),
  ...Array.from('‐‑‒–—−•', (char) => [char, '-'] as const),
  ...Array.from('\u200B\u200C\u200D\u2060\uFEFF\u00AD', (char) => [char, ''] as const),
  ['…', '...'],
  ['№', 'No'],
]);

function partsOf(costs: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > room) {
      parts += 1;
      used = 0;
    }
    used += cost;
  }
  return parts;
}
