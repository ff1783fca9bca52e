import { z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES, INQUIRY_SOURCES } from '../domain/inquiry-outcome.ts';
import { REPLY_STATUSES } from '../domain/inquiry-reply.ts';
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
    replyStatus: z
      .enum(REPLY_STATUSES)
      .nullable()
      .openapi({ description: "of a reply by a call of its own; null where it travelled in the answer to the gateway's request" }),
  })
  .openapi('Inquiry', {
    example: {
      id: 'mo-1',
      gateway: 'plain',
      from: '0905 *** 456',
      text: 'MCKH 0101701234',
      at: '2026-11-23T09:00:00.000Z',
      receivedAt: '2026-11-23T09:00:01.000Z',
      outcome: 'answered',
      reply: 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn',
      charge: true,
      source: 'workflow',
      answeredAt: '2026-11-23T09:00:01.000Z',
      replyStatus: null,
    },
  });

export function viewInquiry({ id, gateway, from, text, sentAt, ...rest }: MaskedInquiry): z.input<typeof inquiryShape> {
  return { id, gateway, from, text, at: sentAt, ...rest };
}
