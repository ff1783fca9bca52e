import { z } from '@hono/zod-openapi';
import type { Role } from '../domain/roles.ts';
import type { Guard } from './auth.ts';
import { PROBLEM_CODES, type ProblemCode } from './problem.ts';
import { problemShape } from './shapes.ts';

/** The first line of a staff route: who may call it, enforced and published. */
export function allows(guard: Guard, roles: readonly Role[]) {
  return { middleware: guard(roles), security: [{ bearer: [] }], 'x-roles': roles };
}

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { content: { 'application/json': { schema } }, description };
}

/** A JSON body that must be there. */
export function bodyOf<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** The bad answers of a route, published under their statuses. */
export function problems(...codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => PROBLEM_CODES[code][0]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const description = codes.filter((code) => PROBLEM_CODES[code][0] === status).join(', ');
      return [status, { content: { 'application/problem+json': { schema: problemShape } }, description }];
    }),
  );
}

/** What PostgreSQL can hold, and Temporal's list language: anything else names nothing. */
export const storable = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), 'expected text without control characters');

export const codeParam = z.object({ code: storable(60).openapi({ description: 'receipt code, in any spelling', example: '0101701234' }) });
export const keyParam = z.object({
  key: storable(100).openapi({ description: 'notice key, URL-encoded', example: '0101701234/result/1' }),
});

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional().openapi({ description: '`nextCursor` of the page before' }),
};
