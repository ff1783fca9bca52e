import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { $ZodIssue } from 'zod/v4/core';
import type { Logger } from '../lib/log.ts';
import type { FieldRefusal, Refusal } from '../domain/refusal.ts';

type HttpProblem = 'unauthorized' | 'forbidden' | 'invalid' | 'malformed' | 'too_large' | 'unavailable' | 'not_found' | 'fault';
export type ProblemCode = Refusal | HttpProblem;

/** Every bad answer of the API: its status and its title (contract §2). */
export const PROBLEMS = {
  unauthorized: [401, 'No valid API key'],
  forbidden: [403, 'The role of this key may not do this'],
  invalid: [422, 'The request has wrong or unknown fields'],
  malformed: [400, 'The request cannot be read'],
  too_large: [413, 'The request is larger than 64 KiB'],
  unavailable: [503, 'A server behind this one does not answer; nothing was stored'],
  not_found: [404, 'No such address'],
  fault: [500, 'A fault of ours'],
  dossier_conflict: [409, 'This receipt code is registered with other content'],
  dossier_not_found: [404, 'No dossier has this receipt code'],
  dossier_closed: [409, 'The dossier is closed'],
  event_conflict: [409, 'This event id was used with other content'],
  too_many_events: [409, 'The dossier has its 2,000 events'],
  not_resendable: [409, 'This notice is not one that can be sent again'],
} as const satisfies Record<ProblemCode, readonly [ContentfulStatusCode, string]>;

export type FieldError = { readonly path: string; readonly message: string };

/** Ends a request with a problem; `detail` says what was expected and what came, and never a phone. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  constructor(code: ProblemCode, detail?: string, errors?: readonly FieldError[]) {
    super(detail ?? PROBLEMS[code][1]);
    this.code = code;
    this.errors = errors;
  }
}

export function fieldProblem(path: string, message: string): ProblemError {
  return new ProblemError('invalid', `${path}: ${message}`, [{ path, message }]);
}

/** A field that a rule refuses, in the words of the API. */
export function refusalProblem(refusal: FieldRefusal): ProblemError {
  switch (refusal.kind) {
    case 'unknown_agency':
      return fieldProblem('agency', `expected one of ${refusal.known.join(', ')}`);
    case 'received_in_the_future':
      return fieldProblem('receivedAt', NOT_IN_THE_FUTURE);
    case 'occurred_in_the_future':
      return fieldProblem('occurredAt', NOT_IN_THE_FUTURE);
    case 'due_before_receipt':
      return fieldProblem('dueDate', `expected a day not before the day of receipt, ${refusal.receivedOn}`);
    case 'period_ends_before_it_begins':
      return fieldProblem('to', `expected a day not before ${refusal.from}`);
  }
}

const NOT_IN_THE_FUTURE = 'expected an instant not more than 5 minutes in the future';

export function unknownDossierProblem(code: string): ProblemError {
  return new ProblemError('dossier_not_found', `no dossier has the receipt code ${code}`);
}

/** An answer as RFC 9457 wants it. */
export function answerProblem(c: Context, code: ProblemCode, detail?: string, errors?: readonly FieldError[]): Response {
  const retry: Record<string, string> = code === 'unavailable' ? { 'retry-after': '2' } : {};
  return c.body(textOf(code, c.get('requestId'), detail, errors), PROBLEMS[code][0], { 'content-type': PROBLEM_JSON, ...retry });
}

const PROBLEM_JSON = 'application/problem+json';

function textOf(code: ProblemCode, requestId: string, detail?: string, errors?: readonly FieldError[]): string {
  const [status, title] = PROBLEMS[code];
  const said = { ...(detail ? { detail } : {}), code, requestId, ...(errors ? { errors } : {}) };
  return JSON.stringify({ type: `urn:mot-cua-sms:problem:${code}`, title, status, ...said });
}

type ErrorDeps = { readonly log: Logger; readonly isUnavailable: (error: unknown) => boolean };

/** Refusals, bad requests and lost servers have codes of their own. Anything else is our fault: logged, and answered without detail. */
export function answerError(error: Error, c: Context, { log, isUnavailable }: ErrorDeps): Response {
  if (error instanceof ProblemError) {
    if (error.code === 'unauthorized' || error.code === 'forbidden')
      log.warn(
        { code: error.code, caller: c.get('caller')?.name, method: c.req.method, route: c.req.routePath, requestId: c.get('requestId') },
        'request_refused',
      );
    return answerProblem(c, error.code, error.message, error.errors);
  }
  if (error instanceof HTTPException && error.status < 500) return answerProblem(c, 'malformed', error.message);
  if (hasHungUp(c.env)) return answerProblem(c, 'malformed', 'the request ended before it was whole');
  if (isUnavailable(error)) {
    log.warn({ err: error, requestId: c.get('requestId') }, 'database_unavailable');
    return answerProblem(c, 'unavailable');
  }
  log.error({ err: error, requestId: c.get('requestId'), route: c.req.routePath }, 'request_failed');
  return answerProblem(c, 'fault');
}

/** The sender left in the middle of its request. Nothing of ours failed, though the error looks like that of a lost server. */
function hasHungUp(env: { readonly incoming?: IncomingMessage } | undefined): boolean {
  return env?.incoming !== undefined && env.incoming.destroyed && !env.incoming.complete;
}

export function fieldErrors(issues: readonly $ZodIssue[]): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'unknown field' }));
    return [{ path, message: issue.message }];
  });
}
