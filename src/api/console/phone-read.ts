import { readContact } from '../../domain/contact.ts';
import { maskPhone } from '../../domain/phone.ts';
import { PHONE_READ } from './texts/sms-preview.ts';
import { PHONE_PROBLEM_WORDS } from './texts/words.ts';

/** What a typed number was read as, or why it cannot be used; null when none was typed. */
export function phoneRead(typed: string | undefined): string | null {
  const { phone, problem } = readContact(typed ?? null);
  if (problem !== null) return PHONE_READ.unusable(PHONE_PROBLEM_WORDS[problem]);
  return phone && PHONE_READ.usable(maskPhone(phone));
}
