import { Hono } from 'hono';
import { randomUUID } from 'node:crypto';
import type { AppEnv } from './auth.ts';
import { answerProblem, type ProblemCode } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** The problem for a request that no route can see, because Node cannot read it. It has the headers of every other answer. */
export async function problemWithoutRoute(code: ProblemCode, detail?: string): Promise<Response> {
  const app = new Hono<AppEnv>();
  app.all('*', securityHeaders(), (c) => {
    c.set('requestId', randomUUID());
    c.header('x-request-id', c.get('requestId'));
    return answerProblem(c, code, detail);
  });
  return app.request('/');
}
