import type { Contact } from '../db/journal.ts';
import { readPhone } from '../domain/phone.ts';

/** Reads a number as it was sent. Of an unusable number only the reason is stored (requirements §3.3). */
export function readContact(phone: string | null): Contact {
  if (phone === null || phone.trim() === '') return { phone: null, problem: null };
  const read = readPhone(phone);
  return 'phone' in read ? { phone: read.phone, problem: null } : { phone: null, problem: read.problem };
}
