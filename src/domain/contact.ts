import { readPhone, type Phone, type PhoneProblem } from './phone.ts';

/** A citizen's number as it is stored: usable, or only the problem with it (requirements §3.3). */
export type Contact = { readonly phone: Phone | null; readonly problem: PhoneProblem | null };

export function readContact(text: string | null): Contact {
  if (text === null || text.trim() === '') return { phone: null, problem: null };
  const read = readPhone(text);
  return 'phone' in read ? { phone: read.phone, problem: null } : { phone: null, problem: read.problem };
}
