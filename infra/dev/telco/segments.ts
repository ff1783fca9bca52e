export type Size = { readonly segments: number; readonly alphabet: 'GSM-7' | 'UCS-2' };

/** The segments that the network bills: 160 or 153 septets of GSM-7, 70 or 67 code units of UCS-2. No character is split between two. */
export function sizeOf(text: string): Size {
  const gsm = Array.from(text).every((character) => BASIC.has(character) || EXTENDED.has(character));
  const widths = Array.from(text, (character) => (gsm ? 1 + Number(EXTENDED.has(character)) : character.length));
  return gsm
    ? { segments: countSegments(widths, 160, 153), alphabet: 'GSM-7' }
    : { segments: countSegments(widths, 70, 67), alphabet: 'UCS-2' };
}

/** GSM 03.38. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

function countSegments(widths: readonly number[], single: number, part: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= single) return 1;
  let segments = 1;
  let filled = 0;
  for (const width of widths) {
    if (filled + width > part) {
      segments += 1;
      filled = 0;
    }
    filled += width;
  }
  return segments;
}
