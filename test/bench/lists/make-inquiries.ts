import { dateOf, epochMs, instantAt, type Instant } from '../../../src/domain/calendar.ts';
import type { Contact } from '../../../src/domain/contact.ts';
import type { DossierStates } from '../../../src/domain/dossier-states.ts';
import { segmentsOf } from '../../../src/domain/sms-text.ts';
import { statusText } from '../../../src/domain/texts.ts';
import type { Random } from './random.ts';

export type MadeInquiry = {
  readonly id: string;
  readonly phone: string | null;
  readonly text: string;
  readonly receivedAt: Instant;
  readonly reply: string;
  readonly segments: number;
};

/** Every fifth citizen asks once, between the receipt and a few days after the last event. */
export function makeInquiries(states: DossierStates, contact: Contact, now: Instant, random: Random): MadeInquiry[] {
  if (!random.chance(0.2)) return [];
  const [first, last] = [epochMs(states[0].from), epochMs((states.at(-1) ?? states[0]).from)];
  const receivedAt = instantAt(Math.floor(first + random.next() * (Math.min(last + 3 * 86_400_000, epochMs(now)) - first)));
  const { dossier } = states.findLast(({ from }) => from <= receivedAt) ?? states[0];
  const reply = statusText(dossier, dateOf(receivedAt), null);
  const text = `HS ${dossier.receiptCode}`;
  return [{ id: `q-${dossier.receiptCode}`, phone: contact.phone, text, receivedAt, reply, segments: segmentsOf(reply).segments }];
}
