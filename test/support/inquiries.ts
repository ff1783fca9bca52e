import type { Booking, Keeping } from '../../src/db/inquiries.ts';
import type { Inquiry } from '../../src/domain/inquiry-answer.ts';
import { now } from './ledger.ts';

let next = 1;

/** A question as a gateway brought it, with an id of its own. */
export function anInquiry(some: Partial<Inquiry> = {}): Inquiry {
  return { gateway: 'plain', id: `mo-${next++}`, phone: '84912345670', text: 'MCKH 0101701234', sentAt: now(), carried: {}, ...some };
}

/** Without limits. */
export function aKeeping(some: Partial<Keeping> = {}): Keeping {
  return { limits: { all: null, unknown: null }, keys: [], renumbersRepeats: false, ...some };
}

/** Of a reply that travels in the answer. */
export function aBooking(some: Partial<Booking> = {}): Booking {
  return { keys: [], source: null, at: now(), size: null, byCall: false, ...some };
}
