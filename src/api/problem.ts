import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Logger } from '../lib/log.ts';
import type { AppEnv } from './app-env.ts';
import { languageOf, type Language } from './languages.ts';
import {
  DETAILS,
  FIELD_ERRORS,
  tell,
  TITLES,
  type DetailCode,
  type FieldErrorCode,
  type ProblemCode,
  type Values,
} from './problem-texts.ts';

/** Every bad answer of the API and its status (contract §2). */
export const STATUS_OF = {
  unauthorized: 401,
  forbidden: 403,
  invalid: 422,
  malformed: 400,
  too_large: 413,
  headers_too_large: 431,
  request_timeout: 408,
  unavailable: 503,
  not_found: 404,
  method_not_allowed: 405,
  fault: 500,
  dossier_conflict: 409,
  dossier_not_found: 404,
  dossier_closed: 409,
  event_conflict: 409,
  too_many_events: 409,
  changed_meanwhile: 409,
  not_resendable: 409,
} as const satisfies Record<ProblemCode, ContentfulStatusCode>;

/** Seconds after which a caller may try again what a lost server has refused. */
export const RETRY_AFTER_S = 2;

export type Detail = { readonly code: DetailCode; readonly values?: Values };
export type FieldError = { readonly path: string; readonly code: FieldErrorCode; readonly values?: Values };
type More = { readonly errors?: readonly FieldError[]; readonly headers?: Readonly<Record<string, string>> };

/** Ends a request with a problem; `detail` says what was expected and what came, and never a phone. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly detail: Detail | undefined;
  readonly more: More;
  constructor(code: ProblemCode, detail?: Detail, more: More = {}) {
    super(TITLES[code].en);
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

/** The problem of fields that are not as the contract says, or that a rule refuses. */
export function fieldsProblem(errors: readonly FieldError[]): ProblemError {
  return new ProblemError('invalid', { code: 'fields', values: { paths: errors.map(({ path }) => path).join(', ') } }, { errors });
}

/** A field that a rule refuses. */
export function refusalProblem(refusal: FieldRefusal): ProblemError {
  const code = refusal.kind;
  switch (refusal.kind) {
    case 'unknown_agency':
    case 'which_agency':
      return fieldsProblem([{ path: 'agency', code, values: { known: refusal.known.join(', ') } }]);
    case 'unknown_gateway':
      return fieldsProblem([{ path: 'gateway', code, values: { known: refusal.known.join(', ') } }]);
    case 'takes_no_notices':
      return fieldsProblem([{ path: 'share', code }]);
    case 'received_in_the_future':
      return fieldsProblem([{ path: 'receivedAt', code }]);
    case 'occurred_in_the_future':
      return fieldsProblem([{ path: 'occurredAt', code }]);
    case 'telephone_number':
      return fieldsProblem([{ path: 'note', code }]);
    case 'notice_unknown':
      return fieldsProblem([{ path: 'notice', code }]);
    case 'due_before_receipt':
      return fieldsProblem([{ path: 'dueDate', code, values: { receivedOn: refusal.receivedOn } }]);
    case 'period_ends_before_it_begins':
      return fieldsProblem([{ path: 'to', code, values: { from: refusal.from } }]);
  }
}

export function unknownDossierProblem(code: string): ProblemError {
  return new ProblemError('dossier_not_found', { code: 'no_dossier', values: { code } });
}

/** An answer as RFC 9457 wants it, in the caller's language. */
export function answerProblem(c: Context<AppEnv>, code: ProblemCode, detail?: Detail, { errors, headers = {} }: More = {}): Response {
  const language = languageOf(c.req.header('accept-language'));
  c.set('problem', code);
  return c.body(writeProblem({ code, detail, errors, language, requestId: c.get('requestId') }), STATUS_OF[code], {
    'content-type': PROBLEM_JSON,
    'content-language': language,
    vary: 'accept-language',
    ...(code === 'unavailable' ? { 'retry-after': String(RETRY_AFTER_S) } : {}),
    ...headers,
  });
}

const PROBLEM_JSON = 'application/problem+json';

type Problem = {
  readonly code: ProblemCode;
  readonly detail: Detail | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly language: Language;
  readonly requestId: string;
};

function writeProblem({ code, detail, errors, language, requestId }: Problem): string {
  return JSON.stringify({
    type: `urn:mot-cua-sms:problem:${code}`,
    title: tell(TITLES[code], language),
    status: STATUS_OF[code],
    detail: detail && tell(DETAILS[detail.code], language, detail.values),
    code,
    requestId,
    errors: errors?.map((each) => ({ path: each.path, code: each.code, message: tell(FIELD_ERRORS[each.code], language, each.values) })),
  });
}

type ErrorDeps = { readonly log: Logger; readonly isUnavailable: (error: unknown) => boolean };

/** Refusals, bad requests and lost servers have codes of their own. Anything else is our fault: logged, and answered without detail. */
export function answerError(error: Error, c: Context<AppEnv>, { log, isUnavailable }: ErrorDeps): Response {
  if (error instanceof ProblemError) return answerProblem(c, error.code, error.detail, error.more);
  if (error instanceof HTTPException && error.status < 500)
    return answerProblem(c, 'malformed', { code: error.status === 415 ? 'not_json' : 'broken_json' });
  if (hasHungUp(c.env)) return answerProblem(c, 'malformed', { code: 'cut_short' });
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
