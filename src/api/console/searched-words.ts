import { maskNumbers } from '../../domain/mask-numbers.ts';
import { readSearchWords } from '../../domain/search-words.ts';
import { maskPhone } from '../../domain/phone.ts';

/** What is searched for as pages show it: without a whole telephone number (requirements §9). */
export function searchedWords(text: string): string {
  const { phone } = readSearchWords(text);
  return phone === null ? maskNumbers(text, { codes: [], sender: null }) : maskPhone(phone);
}

/** Whether somebody searches for a telephone number, which may not stand in an address that we make. */
export function searchesNumber(text: string): boolean {
  return searchedWords(text) !== text;
}
