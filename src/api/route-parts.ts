import { z } from '@hono/zod-openapi';
import type { Role } from '../domain/roles.ts';
import type { Guard } from './auth.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

/** Stands in the contract of a staff route: who may call it, enforced and published. */
export function requireRole(guard: Guard, roles: readonly Role[]) {
  return { middleware: guard(roles), security: [{ bearer: [] }], 'x-roles': roles };
}

/** A JSON body that must be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } };
}

export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { content: { 'application/json': { schema } }, description };
}

/** A page of a list, and where the next one begins. */
export function pageAnswer<T extends z.ZodType>(item: T, description: string) {
  return jsonAnswer(z.object({ items: z.array(item), nextCursor: z.string().nullable() }), description);
}

/** The problems with which a route may answer, published under their statuses. */
export function problemAnswers(...codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code][0]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const description = codes.filter((code) => PROBLEMS[code][0] === status).join(', ');
      return [status, { content: { 'application/problem+json': { schema: problemShape } }, description }];
    }),
  );
}

const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');
