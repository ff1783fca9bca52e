import { z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Role } from '../domain/roles.ts';
import type { AppEnv } from './app-env.ts';
import type { BoundKeys, Guard } from './auth.ts';
import { STATUS_OF } from './problem.ts';
import { DETAILS, FIELD_ERRORS, tell, TITLES, type FieldErrorCode, type ProblemCode } from './problem-texts.ts';
import { jsonOnly, utf8Body } from './read-body.ts';

/** Stands in the contract of a staff route: who may call it, enforced and published. */
export function requireRole(guard: Guard, roles: readonly Role[], boundKeys: BoundKeys, more: readonly MiddlewareHandler<AppEnv>[] = []) {
  const middleware = [guard(roles, boundKeys), jsonOnly, utf8Body, ...more];
  return { middleware, security: [{ bearer: [] }], 'x-roles': roles, 'x-bound-keys': boundKeys };
}

/** A JSON body that must be there, and examples of it by name. */
export function jsonBody<T extends z.ZodType>(schema: T, examples: Readonly<Record<string, object>>) {
  return { required: true, content: { 'application/json': { schema, examples: named(examples) } } };
}

export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { content: { 'application/json': { schema } }, description };
}

/** A page of a list, and where the next one begins. */
export function pageAnswer<T extends z.ZodType>(item: T, description: string) {
  const nextCursor = z.string().nullable().openapi({ description: 'the `cursor` of the next page; null on the last one' });
  return jsonAnswer(z.object({ items: z.array(item), nextCursor }), description);
}

/** The problems with which a route may answer, published under their statuses. */
export function problemAnswers(...codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => STATUS_OF[code]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => STATUS_OF[code] === status);
      const examples = named(Object.fromEntries(ofStatus.map((code) => [code, exampleOf(code)])));
      return [status, { content: { 'application/problem+json': { schema: problemShape, examples } }, description: ofStatus.join(', ') }];
    }),
  );
}

function named(examples: Readonly<Record<string, object>>) {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}

function exampleOf(code: ProblemCode): z.input<typeof problemShape> {
  const said = { title: TITLES[code].en, status: STATUS_OF[code], code, requestId: '7f0e0d4c-8f5e-4f3b-9d52-0a6f4f6b2c11' };
  const type = `urn:mot-cua-sms:problem:${code}`;
  if (code !== 'invalid') return { type, ...said };
  const detail = tell(DETAILS.fields, 'en', { paths: 'step' });
  return { type, ...said, detail, errors: [{ path: 'step', code: 'empty', message: FIELD_ERRORS.empty.en }] };
}

const problemShape = z
  .object({
    type: z.string(),
    title: z.string().openapi({ description: 'in English, or in Vietnamese when `Accept-Language` prefers it' }),
    status: z.int(),
    detail: z.string().optional().openapi({ description: 'what was expected and what came' }),
    code: z.enum(keysOf(TITLES)),
    requestId: z.string().openapi({ description: 'stands in the log of the server' }),
    errors: z
      .array(
        z.object({
          path: z.string().openapi({ description: 'the field, such as `procedure.name`' }),
          code: z.enum(keysOf<FieldErrorCode>(FIELD_ERRORS)),
          message: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'with 422: each field that is wrong' }),
  })
  .openapi('Problem', { description: 'RFC 9457' });

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): [Key, ...Key[]] {
  return Object.keys(record) as [Key, ...Key[]];
}
