import { z } from '@hono/zod-openapi';
import { instantOf, readInstant, readLocalDate, type Instant, type LocalDate } from '../domain/calendar.ts';
import { readName } from '../domain/fixed-names.ts';
import { readReceiptCode, type ReceiptCode } from '../domain/receipt-code.ts';

/** A text that is stored: not blank, and without what PostgreSQL or an SMS cannot hold. */
export const text = (max: number, description: string) =>
  z
    .string()
    .max(max)
    .refine((value) => readName(value) !== '' && isPlain(value), 'expected text without control characters')
    .openapi({ description });

/** A text that is only searched for. One with control characters could match nothing, and PostgreSQL and Temporal refuse it. */
export const searchText = (max: number) => z.string().max(max).refine(isPlain, 'expected text without control characters');

function isPlain(value: string): boolean {
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}

export const localDate = z
  .string()
  .transform((value, context): LocalDate => readLocalDate(value) ?? fail(context, 'expected a day that exists, YYYY-MM-DD'))
  .openapi({ type: 'string', format: 'date', example: '2026-11-27' });

export const instant = z
  .string()
  .transform(
    (value, context): Instant => readInstant(value) ?? fail(context, 'expected RFC 3339 with an offset, e.g. 2026-11-23T08:15:00+07:00'),
  )
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-23T08:15:00+07:00' });

/** In a query: a day of Viet Nam stands for its first moment. */
export const moment = z
  .string()
  .transform((value, context): Instant => {
    const day = readLocalDate(value);
    return day === null ? (readInstant(value) ?? fail(context, 'expected a day YYYY-MM-DD or RFC 3339 with an offset')) : instantOf(day, 0);
  })
  .openapi({ type: 'string', example: '2026-11-23' });

export const receiptCode = z
  .string()
  .max(60)
  .transform((value, context): ReceiptCode => readReceiptCode(value) ?? fail(context, 'expected 6 to 30 characters of 0-9 A-Z . - /'))
  .openapi({ type: 'string', example: '0101701234' });

/** A number as somebody wrote it. Two numbers with a remark are a broken number, no reason to refuse the dossier (requirements §3.3). */
export const phone = z.string().max(200).nullable().openapi({ example: '0905123456' });

export const step = text(100, 'where the dossier is; free text, `Trả kết quả` and `Bộ phận Một cửa` are fixed');

export const codeParam = z.object({
  code: searchText(60).openapi({ description: 'receipt code, in any spelling', example: '0101701234' }),
});
export const keyParam = z.object({
  key: searchText(100).openapi({ description: 'notice key, URL-encoded', example: '0101701234/result/1' }),
});

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional().openapi({ description: '`nextCursor` of the page before' }),
};

/** How answers show moments and days. */
export const shownInstant = z.string().openapi({ format: 'date-time', example: '2026-11-23T01:15:00.000Z' });
export const shownDate = z.string().openapi({ format: 'date', example: '2026-11-27' });

function fail(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
