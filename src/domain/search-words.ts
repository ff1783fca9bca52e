import { readPhone, type Phone } from './phone.ts';
import { codeKey } from './receipt-code.ts';

/** What a person may have meant who searches for dossiers (requirements §8.2). With neither of the two there is nothing to find. */
export type SearchWords = {
  /** The code in the spelling of keys, or a part of one. It lists the dossiers that have it, and never answers as if it were the code. */
  readonly part: string | null;
  readonly phone: Phone | null;
};

/** The fewest characters of a code that can be searched for. */
export const PART_MIN = 3;

export function readSearchWords(text: string): SearchWords {
  const [key, read] = [codeKey(text), readPhone(text)];
  const part = /^[0-9A-Z]*$/.test(key) && key.length >= PART_MIN && key.length <= 30 ? key : null;
  return { part, phone: 'phone' in read ? read.phone : null };
}
