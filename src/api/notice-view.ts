import { z } from '@hono/zod-openapi';
import { NOTICE_KINDS } from '../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../domain/notice-status.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import type { ListedNotice } from '../services/listed-notice.ts';
import { shownDate, shownInstant } from './fields.ts';

export const noticeShape = z
  .object({
    key: z.string().openapi({ example: '0101701234/result/1' }),
    receiptCode: z.string(),
    kind: z.enum(NOTICE_KINDS),
    round: z.int().optional(),
    dueDate: shownDate.optional(),
    status: z.enum(NOTICE_STATUSES),
    reason: z.string().nullable(),
    text: z.string(),
    segments: z.int().openapi({ description: 'a forecast until a gateway is chosen' }),
    encoding: z
      .enum(SMS_ENCODINGS)
      .nullable()
      .openapi({ description: 'a forecast until a gateway is chosen; null where an earlier build wrote the notice' }),
    cost: z.number().nullable().openapi({ description: 'đồng; null until a gateway is chosen, and where the office named no prices' }),
    attempts: z.int(),
    gateway: z.string().nullable(),
    gatewayMessageId: z.string().nullable(),
    decidedAt: shownInstant,
    dueAt: shownInstant,
    sentAt: shownInstant.nullable(),
    settledAt: shownInstant.nullable(),
    resent: z.boolean().openapi({ description: 'handed over again by an operator, or after an uncertain answer' }),
  })
  .openapi('Notice', {
    example: {
      key: '0101701234/apology/2026-11-27',
      receiptCode: '0101701234',
      kind: 'apology',
      dueDate: '2026-11-27',
      status: 'skipped',
      reason: 'no_phone',
      text: 'TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 27/11/2026. …',
      segments: 4,
      encoding: 'unicode',
      cost: null,
      attempts: 0,
      gateway: null,
      gatewayMessageId: null,
      decidedAt: '2026-11-26T10:30:17.000Z',
      dueAt: '2026-11-26T10:30:17.000Z',
      sentAt: null,
      settledAt: '2026-11-26T10:30:17.000Z',
      resent: false,
    },
  });

export function viewNotice(listed: ListedNotice): z.input<typeof noticeShape> {
  const { key, receiptCode, kind, round, dueDate, status, reason, text, segments, encoding, cost, attempts } = listed;
  const { gateway, gatewayMessageId, gatewayMessageKey, decidedAt, dueAt, sentAt, settledAt } = listed;
  return {
    key,
    receiptCode,
    kind,
    ...(round === null ? {} : { round }),
    ...(dueDate === null ? {} : { dueDate }),
    status,
    reason,
    text,
    segments,
    encoding,
    cost,
    attempts,
    gateway,
    gatewayMessageId: gatewayMessageId ?? gatewayMessageKey, // learned from a receipt when our own answer was lost
    decidedAt,
    dueAt,
    sentAt,
    settledAt,
    resent: listed.resent > 0,
  };
}
