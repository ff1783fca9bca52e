import { readPhone } from '../domain/phone.ts';
import type { Contact } from '../db/journal.ts';

/** A number as it was sent → what may be stored: an unusable one leaves only the reason (requirements §3.3). */
export function contactFrom(phone: string | null): Contact {
  if (phone === null || phone.trim() === '') return { phone: null, problem: null };
  const read = readPhone(phone);
  return 'phone' in read ? { phone: read.phone, problem: null } : { phone: null, problem: read.problem };
}
