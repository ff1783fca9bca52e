import { Hono } from 'hono';
import type { Logger } from '../lib/log.ts';
import type { AppEnv } from './app-env.ts';
import { answerProblem, STATUS_OF, type Detail } from './problem.ts';
import type { ProblemCode } from './problem-texts.ts';
import { requestIdOf } from './request-id.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * The problem for a request that no route can see, because Node cannot read it. It has the headers of every other answer, and its line in
 * the log.
 */
export async function problemWithoutRoute(log: Logger, code: ProblemCode, detail?: Detail): Promise<Response> {
  const app = new Hono<AppEnv>();
  app.all('*', securityHeaders(), (c) => {
    const requestId = requestIdOf(undefined);
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    log.info({ code, status: STATUS_OF[code], requestId }, 'request_refused');
    return answerProblem(c, code, detail);
  });
  return app.request('/');
}
