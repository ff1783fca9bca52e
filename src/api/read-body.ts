import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { decodeUtf8, isJsonType } from '../lib/body-text.ts';
import type { AppEnv } from './app-env.ts';
import { answerProblem, ProblemError } from './problem.ts';

/** A body that says its length is judged by that; only another has to be read, which costs a whole `Request` with a stream. */
export function bodyAtMost(maxSize: number): MiddlewareHandler<AppEnv> {
  const onError = (c: Context<AppEnv>) => answerProblem(c, 'too_large');
  const read = bodyLimit({ maxSize, onError });
  return async (c, next) => {
    if (c.req.method === 'GET') return next();
    const saidLength = c.req.header('transfer-encoding') === undefined ? c.req.header('content-length') : undefined;
    if (saidLength === undefined) return read(c, next);
    return Number(saidLength) > maxSize ? onError(c) : next();
  };
}

/** A body of staff software is JSON in UTF-8, and its content type may not say otherwise (contract §2). */
export const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const isAbsent = c.req.header('transfer-encoding') === undefined && Number(c.req.header('content-length') ?? 0) === 0;
  if (c.req.method !== 'GET' && !isAbsent && !isJsonType(c.req.header('content-type')))
    throw new ProblemError('malformed', { code: 'not_json' });
  await next();
};

/**
 * Reads the body as UTF-8 before anything parses it, and refuses any other encoding: a text that was decoded with replacement characters
 * would stand in the journal for ever (contract §2). A byte order mark is dropped. Every route with a body has this behind its key, so that
 * nobody without one makes us read.
 */
export const utf8Body: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.method === 'GET') return next();
  const text = decodeUtf8(await c.req.arrayBuffer());
  if (text === null) throw new ProblemError('malformed', { code: 'not_utf8' });
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) }); // Hono's own place for it, which its types call a text
  await next();
};

/** Stands behind `utf8Body` on a route whose body may be left out: one of no bytes is none, whatever its content type says. */
export const bodyMayBeLeftOut: MiddlewareHandler<AppEnv> = async (c, next) => {
  if ((await c.req.text()).trim() === '') Object.assign(c.req.bodyCache, { text: Promise.resolve('{}') });
  await next();
};
