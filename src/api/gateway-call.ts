import type { Context } from 'hono';
import { epochMs, type Instant } from '../domain/calendar.ts';
import type { Networks } from '../lib/networks.ts';
import type { GatewayCall, HttpAnswer, Receiver, Refusal } from '../sms/gateway.ts';
import type { AppEnv } from './app-env.ts';
import { callerAddress } from './caller-address.ts';
import { fieldErrors } from './field-errors.ts';
import { fieldsProblem, ProblemError } from './problem.ts';

type Deps = {
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly isTrustedProxy: Networks;
  readonly now: () => Instant;
};

/** How a receiver reads calls of one kind. */
type Reader<T> = { readonly method: string; readonly read: (call: GatewayCall) => T | Refusal };

/**
 * Reads the call of the gateway that the address names (contract §4). The receiver judges everything, because each gateway has a way of
 * its own to identify itself and to say what it has to say.
 * @throws ProblemError when there is no such gateway, when it makes no such calls, or when the receiver refuses this one
 */
export async function readGatewayCall<T extends object>(
  c: Context<AppEnv>,
  { receivers, isTrustedProxy, now }: Deps,
  readerOf: (receiver: Receiver) => Reader<T> | null,
): Promise<{ readonly gateway: string; readonly call: T }> {
  const { method, path } = c.req;
  const receiver = receivers.get(c.req.param('name') ?? '');
  const reader = receiver && readerOf(receiver);
  if (!receiver || !reader) throw new ProblemError('not_found', { code: 'no_route', values: { method, path } });
  const allow = reader.method;
  c.set('gateway', receiver.name);
  // Hono routes HEAD as GET, and no call of a gateway may be read without an answer to it.
  if (method !== allow)
    throw new ProblemError('method_not_allowed', { code: 'other_method', values: { method, allow } }, { headers: { allow } });
  const call = reader.read({
    query: Object.fromEntries(new URL(c.req.url).searchParams),
    header: (name) => c.req.header(name),
    body: method === 'GET' ? new Uint8Array() : new Uint8Array(await c.req.arrayBuffer()),
    address: callerAddress(c, isTrustedProxy),
    nowMs: epochMs(now()),
  });
  if (isRefusal(call)) throw problemOf(call);
  return { gateway: receiver.name, call };
}

function isRefusal(call: object): call is Refusal {
  return 'kind' in call && REFUSED.has(call.kind);
}

const REFUSED: ReadonlySet<unknown> = new Set<Refusal['kind']>(['unauthorized', 'malformed', 'invalid']);

function problemOf(refusal: Refusal): ProblemError {
  switch (refusal.kind) {
    case 'unauthorized':
      return new ProblemError('unauthorized', { code: 'no_signature' }, { headers: { 'www-authenticate': challengeOf(refusal.scheme) } });
    case 'malformed':
      return new ProblemError('malformed', { code: refusal.code });
    case 'invalid':
      return fieldsProblem(fieldErrors(refusal.issues, refusal.data));
  }
}

/** A 401 has to name a scheme, also to gateways whose way has no name in HTTP. */
function challengeOf(scheme = 'Gateway'): string {
  return `${scheme} realm="mot-cua-sms"`;
}

/** The answer in the gateway's own words. */
export function answerGateway(c: Context<AppEnv>, { status, headers, body }: HttpAnswer): Response {
  const head = new Response(null, { status, headers }); // whose status Hono's types take as it is
  return body === null ? c.body(body, head) : c.body(body, head);
}
