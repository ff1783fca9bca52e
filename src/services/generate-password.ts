import { randomInt } from 'node:crypto';

/** Without what is mistaken for something else when it is read from paper. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five characters: some 99 bits, and easily typed. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
