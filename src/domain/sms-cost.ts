import type { SmsEncoding } from './sms-encoding.ts';
import { segmentsOf, wireText } from './sms-text.ts';

/** How many SMS a text takes in one encoding, and what they cost in đồng (requirements §11.6); null without a price. */
export type SmsCost = { readonly parts: number; readonly cost: number | null };

export function costIn(encoding: SmsEncoding, text: string, pricePerPart: number | null): SmsCost {
  const { segments } = segmentsOf(wireText(text, encoding));
  return { parts: segments, cost: pricePerPart === null ? null : segments * pricePerPart };
}

/** Prints `1.050 đ`. `amount` is a whole number of đồng. */
export function printDong(amount: number): string {
  return `${String(amount).replace(/\B(?=(?:\d{3})+$)/g, '.')} đ`;
}
