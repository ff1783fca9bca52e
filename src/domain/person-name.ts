import { maskNumbers } from './mask-numbers.ts';

const NAME_MAX = 50;
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'._@ -]*[\p{L}\p{M}\p{N}])$/u;

/**
 * The name by which a person signs in and stands in the journal, where it stays for ever: so it is no telephone number. Two names that
 * differ only by case are the same. Null when the text is no name.
 */
export function readPersonName(text: string): string | null {
  const name = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  const isName = Array.from(name).length <= NAME_MAX && NAME.test(name);
  return isName && maskNumbers(name, { codes: [], sender: null }) === name ? name : null;
}
