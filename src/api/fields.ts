import { z } from '@hono/zod-openapi';
import { endOf, instantOf, readInstant, readLocalDate, type Instant, type LocalDate } from '../domain/calendar.ts';
import { tidyName } from '../domain/fixed-names.ts';
import { maskNumbers } from '../domain/mask-numbers.ts';
import { PART_MIN } from '../domain/search-words.ts';
import { readReceiptCode, type ReceiptCode } from '../domain/receipt-code.ts';
import { DATE, INSTANT, isAtMost, NOT_EMPTY, PLAIN } from '../lib/text-patterns.ts';
import type { FieldErrorCode } from './problem-texts.ts';

const NAME = `^\\s*${NOT_EMPTY.slice(1, -1)}\\s*$`;

const IS_PLAIN = new RegExp(PLAIN, 'u');
const IS_NOT_EMPTY = new RegExp(NOT_EMPTY, 'u');
const IS_INSTANT = new RegExp(`^${INSTANT}$`);

/** A text that is stored. JSON Schema counts its characters as code points, and so does this. */
export const text = (max: number, description: string) => filledText(max).openapi(published(max, description));

/** A text that stays for ever, so that no telephone number may stand in it (requirements §9). */
export const textWithoutNumber = (max: number, description: string) =>
  filledText(max)
    .refine((value) => maskNumbers(value, { codes: [], sender: null }) === value, named('telephone_number'))
    .openapi(published(max, description));

function filledText(max: number) {
  return plainText(max).refine((value) => IS_NOT_EMPTY.test(value), named('empty'));
}

const published = (max: number, description: string) => ({ description, minLength: 1, maxLength: max, pattern: NOT_EMPTY });

/** A name is kept as it was sent but for its ends, so that a line break there is no reason to refuse it (requirements §4.3). */
export const name = (max: number, description: string) =>
  plainText(max, z.string().overwrite(tidyName))
    .refine((value) => IS_NOT_EMPTY.test(value), named('empty'))
    .openapi({ description, minLength: 1, maxLength: max, pattern: NAME });

/** A text that is only searched for. One with control characters could match nothing, and PostgreSQL and Temporal refuse it. */
export const searchText = (max: number) => plainText(max).openapi({ maxLength: max, pattern: PLAIN });

/** Three characters but for what does not count in a code (requirements §3.2): fewer would find almost every dossier. */
const SEARCHABLE = '^(?:[\\s./-]*[^\\s./-]){3}';
const IS_SEARCHABLE = new RegExp(SEARCHABLE, 'u');

/** A part of a code, or a telephone number. */
export const searchedCode = plainText(60)
  .refine((value) => IS_SEARCHABLE.test(value), named('too_short', { min: PART_MIN }))
  .openapi({ maxLength: 60, pattern: PLAIN, allOf: [{ pattern: SEARCHABLE }], example: '0101701234' });

/** A text of which anything is taken, as long as it is not too long. */
export const anyText = (min: 0 | 1, max: number) =>
  z
    .string()
    .refine((value) => value.length >= min, named('empty'))
    .refine((value) => isAtMost(value, max), named('too_long', { max }))
    .openapi({ ...(min > 0 ? { minLength: min } : {}), maxLength: max });

function plainText(max: number, kind = z.string()) {
  return kind
    .refine((value) => value.isWellFormed(), named('broken_characters'))
    .refine((value) => IS_PLAIN.test(value), named('control_characters'))
    .refine((value) => isAtMost(value, max), named('too_long', { max }));
}

export const localDate = z
  .string()
  .transform((value, context): LocalDate => readLocalDate(value) ?? fail(context, 'bad_day'))
  .openapi({ type: 'string', format: 'date', pattern: `^${DATE}$`, example: '2026-11-27' });

export const instant = z
  .string()
  .transform((value, context): Instant => readMoment(value) ?? fail(context, 'bad_instant'))
  .openapi({ type: 'string', format: 'date-time', pattern: `^${INSTANT}$`, example: '2026-11-23T08:15:00+07:00' });

function readMoment(value: string): Instant | null {
  return IS_INSTANT.test(value) ? readInstant(value) : null;
}

/** The beginning of a period in a query: a day of Viet Nam stands for its first moment. */
export const periodStart = dayOrMoment((day) => instantOf(day, 0));

/** The first moment behind a period in a query: a day of Viet Nam stands for its end, because the day is included (contract §2). */
export const periodEnd = dayOrMoment(endOf);

function dayOrMoment(momentOf: (day: LocalDate) => Instant) {
  return z
    .string()
    .transform((value, context): Instant => {
      const day = readLocalDate(value);
      return day === null ? (readMoment(value) ?? fail(context, 'bad_moment')) : momentOf(day);
    })
    .openapi({ type: 'string', pattern: `^(?:${DATE}|${INSTANT})$`, example: '2026-11-23' });
}

export const receiptCode = anyText(0, 60)
  .transform((value, context): ReceiptCode => readReceiptCode(value) ?? fail(context, 'bad_receipt_code'))
  .openapi({
    type: 'string',
    maxLength: 60,
    description: 'as it is printed on the receipt: 6 to 30 characters with at least one letter or digit',
    pattern: '^\\s*[0-9A-Za-z./-]{6,30}\\s*$',
    allOf: [{ pattern: '[0-9A-Za-z]' }],
    example: '0101701234',
  });

/** A number as somebody wrote it. Two numbers with a remark are a broken number, no reason to refuse the dossier (requirements §3.3). */
export const phone = anyText(0, 200)
  .nullable()
  .openapi({ maxLength: 200, description: 'as it was written; an unusable number gets a warning', example: '0905123456' });

export const step = name(100, 'where the dossier is; free text, `Trả kết quả` and `Bộ phận Một cửa` are fixed').openapi({
  example: 'Thẩm định',
});

export const codeParam = z.object({
  code: searchText(60).openapi({ minLength: 1, description: 'receipt code, in any spelling', example: '0101701234' }),
});
export const keyParam = z.object({
  key: searchText(100).openapi({ minLength: 1, description: 'notice key, URL-encoded', example: '0101701234/result/1' }),
});

/** A parameter of a query: none is required, and a blank one counts as absent (contract §2). */
export function parameter<T extends z.ZodType>(schema: T, description: string) {
  const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === '';
  return z.preprocess((value) => (isBlank(value) ? undefined : value), schema.optional()).openapi({ description });
}

/** A gateway's part of the messages. */
export const share = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= 100, named('bad_share'))
  .openapi({ type: 'integer', minimum: 0, maximum: 100, example: 30 });

/** The greatest `integer` of PostgreSQL. */
const SEQ_MAX = 2_147_483_647;

/** The number of an event, as `seq` and the `events` of a dossier show it. */
export const seq = z
  .number()
  .refine((value) => Number.isInteger(value) && value >= 0 && value <= SEQ_MAX, named('bad_seq'))
  .openapi({ type: 'integer', minimum: 0, maximum: SEQ_MAX });

export const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 200;

const pageSize = z
  .string()
  .refine((value) => /^[1-9][0-9]{0,2}$/.test(value) && Number(value) <= PAGE_SIZE_MAX, named('bad_limit'))
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1, maximum: PAGE_SIZE_MAX });

export const paging = {
  limit: parameter(pageSize, `items of a page; ${PAGE_SIZE} when it is left out`),
  cursor: parameter(anyText(0, 2000), '`nextCursor` of the page before'),
};

/** How answers show moments and days. */
export const shownInstant = z.string().openapi({ format: 'date-time', example: '2026-11-23T01:15:00.000Z' });
export const shownDate = z.string().openapi({ format: 'date', example: '2026-11-27' });

/** A check that stops at its fault, which has this code in the answer. */
function named(error: FieldErrorCode, params: Readonly<Record<string, number>> = {}) {
  return { error, params, abort: true };
}

function fail(context: z.RefinementCtx, error: FieldErrorCode): never {
  context.addIssue({ code: 'custom', message: error });
  return z.NEVER;
}
