import { z } from 'zod';
import { readInstant, type Instant } from '../domain/calendar.ts';
import { RECEIPT_STATUSES } from '../domain/notice-status.ts';
import { INSTANT, isAtMost, NOT_EMPTY, PLAIN } from '../lib/text-patterns.ts';

/** The two bodies of the gateway `plain` (contract §4). A check gives the code of its fault as its message; the metadata is published. */

/** Longer than any body that is read: no receipt is lost by the length of an id. */
const MAX_BODY = 65_536;
const [IS_PLAIN, IS_NOT_EMPTY, IS_INSTANT] = [new RegExp(PLAIN, 'u'), new RegExp(NOT_EMPTY, 'u'), new RegExp(`^${INSTANT}$`)];

/** A text of which anything is taken, as long as it is not too long. */
const anyText = (min: 0 | 1, max: number, description: string) =>
  z
    .string()
    .refine((text) => text.length >= min, fault('empty'))
    .refine((text) => isAtMost(text, max), fault('too_long', { max }))
    .meta({ description, ...(min > 0 ? { minLength: min } : {}), maxLength: max });

const instant = (description: string) =>
  z
    .string()
    .transform((text, context): Instant => {
      const read = IS_INSTANT.test(text) ? readInstant(text) : null;
      if (read !== null) return read;
      context.addIssue({ code: 'custom', message: 'bad_instant' });
      return z.NEVER;
    })
    .meta({ description, format: 'date-time', pattern: `^${INSTANT}$`, example: '2026-11-23T08:15:00+07:00' });

export const INQUIRY_BODY = z.object({
  id: anyText(1, 200, "the gateway's id of the message"),
  from: anyText(1, 40, 'who sent it'),
  to: anyText(0, 40, 'the short code').optional(),
  text: z.string().meta({ description: 'as the citizen typed it' }),
  at: instant('when it was sent; now when it is left out').optional(),
});

export const RECEIPT_BODY = z.object({
  messageId: z
    .string()
    .refine((text) => text.isWellFormed(), fault('broken_characters'))
    .refine((text) => IS_PLAIN.test(text), fault('control_characters'))
    .refine((text) => isAtMost(text, MAX_BODY), fault('too_long', { max: MAX_BODY }))
    .refine((text) => IS_NOT_EMPTY.test(text), fault('empty'))
    .meta({ description: "the gateway's id", minLength: 1, maxLength: MAX_BODY, pattern: NOT_EMPTY }),
  id: z.string().nullish().meta({ description: 'our reference, the notice key; any other text is one that we did not give' }),
  status: z.enum(RECEIPT_STATUSES),
  at: instant('when it happened; now when it is left out, or not to be believed').optional(),
});

/** A check that stops at its fault. */
function fault(error: string, params: Readonly<Record<string, number>> = {}) {
  return { error, params, abort: true };
}
