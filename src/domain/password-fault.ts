import { withoutDiacritics } from './sms-text.ts';

/** Why a password may not be used. */
export const PASSWORD_FAULTS = ['password_short', 'password_long', 'password_like_name', 'password_common'] as const;
export type PasswordFault = (typeof PASSWORD_FAULTS)[number];

/** Characters (code points). A longer one would only cost time. */
export const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;
/** With fewer different characters a password is a pattern. */
const DIFFERENT_MIN = 5;
/** So few characters beside a word that everybody tries make a password no better. */
const ADDED_MIN = 5;

/** Null when the password may be used for the person of this name (requirements §8.1). */
export function passwordFault(password: string, name: string): PasswordFault | null {
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN) return 'password_short';
  if (length > PASSWORD_MAX) return 'password_long';
  const spelling = asGuessed(password);
  if (without([asGuessed(name)], spelling).length < ADDED_MIN) return 'password_like_name';
  const isPattern = new Set(spelling).size < DIFFERENT_MIN || RUNS.some((run) => run.includes(spelling));
  return isPattern || without(COMMON, spelling).length < ADDED_MIN ? 'password_common' : null;
}

/** Who guesses tries all cases and leaves out diacritics and blanks. */
function asGuessed(text: string): string {
  return withoutDiacritics(text.normalize('NFC')).toLowerCase().replaceAll(/\s/g, '');
}

function without(words: readonly string[], spelling: string): string {
  return words.reduce((rest, word) => (word === '' ? rest : rest.replaceAll(word, '')), spelling);
}

const COMMON = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'matkhau',
  'motcua',
  'hanhchinh',
  'taichinh',
  'vietnam',
  'khanhhoa',
  'nhatrang',
  'administrator',
  'iloveyou',
  'welcome',
  'qwerty',
  'admin',
  '1234567890',
  '123456',
];

const ROWS = [
  '0123456789',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
];
/** Keys in the order in which they lie, there and back, again and again. */
const RUNS = ROWS.flatMap((row) => [row, Array.from(row).toReversed().join('')]).map((row) =>
  row.repeat(Math.ceil(PASSWORD_MAX / row.length) + 1),
);
