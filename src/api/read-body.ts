import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
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

/** A body is JSON in UTF-8, and its content type may not say otherwise (contract §2). */
export const jsonOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  const type = c.req.header('content-type');
  const isAbsent = c.req.header('transfer-encoding') === undefined && Number(c.req.header('content-length') ?? 0) === 0;
  if (c.req.method === 'POST' && !isAbsent && !isJson(type)) throw new ProblemError('malformed', { code: 'not_json' });
  await next();
};

function isJson(contentType = ''): boolean {
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  const charsets = parameters.filter((each) => /^charset=/i.test(each));
  return /^application\/([\w.+-]+\+)?json$/i.test(media) && charsets.every((each) => /^charset=("?)utf-?8\1$/i.test(each));
}

/**
 * Reads the body as UTF-8 before anything parses it, and refuses any other encoding: a text that was decoded with replacement characters
 * would stand in the journal for ever (contract §2). A byte order mark is dropped. Every route with a body has this behind its key or its
 * signature, so that nobody without one makes us read.
 */
export const utf8Body: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.method === 'GET') return next();
  const text = decode(await c.req.arrayBuffer());
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) }); // Hono's own place for it, which its types call a text
  await next();
};

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('malformed', { code: 'not_utf8' });
  }
}
