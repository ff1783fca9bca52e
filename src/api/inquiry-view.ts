import { z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES, INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import type { MaskedInquiry } from '../services/masked-inquiry.ts';
import { shownInstant } from './fields.ts';

export const inquiryShape = z
  .object({
    id: z.string(),
    gateway: z.string(),
    from: z.string().nullable().openapi({ description: 'masked; null once erased' }),
    text: z.string().nullable(),
    at: shownInstant,
    receivedAt: shownInstant,
    outcome: z.enum(INQUIRY_OUTCOMES).nullable(),
    reply: z.string().nullable(),
    charge: z.boolean(),
    source: z.enum(INQUIRY_SOURCES).nullable(),
    answeredAt: shownInstant.nullable(),
  })
  .openapi('Inquiry');

export function viewInquiry({ id, gateway, from, text, sentAt, ...rest }: MaskedInquiry): z.input<typeof inquiryShape> {
  return { id, gateway, from, text, at: sentAt, ...rest };
}
