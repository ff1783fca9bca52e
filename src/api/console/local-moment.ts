import { z } from '@hono/zod-openapi';
import { dateOf, printTime, readInstant, type Instant } from '../../domain/calendar.ts';
import type { FieldErrorCode } from '../problem-texts.ts';

/** A moment as a browser's field gives it, `2026-11-23T08:15`, by the clocks of Viet Nam. */
export const localMoment = z.string().transform((value, context): Instant => {
  const instant = readInstant(`${value.length === 16 ? `${value}:00` : value}+07:00`);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'bad_instant' satisfies FieldErrorCode });
  return z.NEVER;
});

/** `2026-11-23T08:15` */
export function printLocalMoment(instant: Instant): string {
  return `${dateOf(instant)}T${printTime(instant).slice(0, 5)}`;
}
