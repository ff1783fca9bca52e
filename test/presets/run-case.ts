import { expect } from 'vitest';
import type { Driver, GatewayCall, GatewaySettings, HandOver, Message, Reply, Sender } from '../../src/sms/gateway.ts';
import { loopbackLink } from '../support/loopback-link.ts';
import { expectRequest } from './compare.ts';
import { contentOf, serve, type ScriptedServer } from './scripted-server.ts';
import type { Call, Expected, Scripted, Table } from './table.ts';

type SendCase = Table['sends'][number];
type ReplyCase = Table['replyCalls'][number];
type Exchange = { readonly request?: Expected; readonly answer?: Scripted };

/** Hands one message over to a server on the loopback, and compares what left and what came of it. */
export async function runSend(driver: Driver, table: Table, { message, settings, exchanges, again, ...rest }: SendCase): Promise<void> {
  const first = exchanges ?? [...table.before, { request: rest.request, answer: rest.answer }];
  const whole = [...first, ...(again?.exchanges ?? [])];
  const sent = { ...table.message, ...message } as Message;
  await using server = await serve(whole.map((each) => answerOf(each, table)));
  const sender = driver.openSender(settingsOf(table, server.url, { timeoutMs: patience(whole), ...settings }), loopbackLink(10_000));
  const outcome = await sender.handOver(sent);
  expectAll(server, first);
  expectOutcome(outcome, rest.outcome ?? ACCEPTED, table, sent.to);
  if (again === undefined) return;
  const repeated = await sender.handOver(sent);
  expectAll(server, whole);
  expectOutcome(repeated, again.outcome ?? ACCEPTED, table, sent.to);
}

const ACCEPTED = { outcome: 'accepted' };

/** Long enough for a busy machine, and short where the gateway is silent. Milliseconds. */
function patience(exchanges: readonly Exchange[]): number {
  return exchanges.some(({ answer }) => answer?.ending === 'silence') ? 700 : 10_000;
}

/** Sends one reply by a call of its own. */
export async function runReplyCall(driver: Driver, table: Table, { reply, request, answer, outcome }: ReplyCase): Promise<void> {
  const exchange = { request, answer };
  await using server = await serve([answerOf(exchange, table)]);
  const sender: Sender = driver.openSender(settingsOf(table, server.url, { timeoutMs: patience([exchange]) }), loopbackLink(10_000));
  expect(sender.sendReply).not.toBeNull();
  const came = await sender.sendReply?.(reply as Reply);
  expectAll(server, [exchange]);
  expectOutcome(came, outcome ?? ACCEPTED, table, reply.to);
}

function answerOf({ answer }: Exchange, { accepted }: Table): Scripted {
  if (answer ?? accepted) return (answer ?? accepted) as Scripted;
  throw new Error('the table has no answer for this case');
}

function expectAll(server: ScriptedServer, exchanges: readonly Exchange[]): void {
  expect(server.received.length).toBe(exchanges.length);
  exchanges.forEach(({ request }, index) => request && expectRequest(server.received[index], request));
}

/** Whatever the gateway answers, neither the number nor a secret is told (requirements §9). */
function expectOutcome(came: HandOver | undefined, expected: object, table: Table, to: string): void {
  expect(came).toMatchObject(expected);
  const told = JSON.stringify(came);
  const { secret } = settingsOf(table, null);
  for (const hidden of [to, to.slice(2), secret]) if (hidden) expect(told).not.toContain(hidden);
}

/** The settings of a table, with the address of the server that plays the gateway. */
export function settingsOf(table: Table, serverUrl: string | null, changes: object = {}): GatewaySettings {
  const fixed = {
    name: 'tested',
    url: serverUrl === null ? null : serverUrl + table.path,
    user: null,
    secret: null,
    sender: 'MOTCUA',
    timeoutMs: 10_000,
    encoding: 'unicode',
    tps: 20,
    share: 100,
    prices: null,
    webhookSecrets: [],
    callersFrom: [],
    values: {},
    templates: {},
  };
  return { ...fixed, ...table.settings, ...changes } as GatewaySettings;
}

/** A call of the gateway as the API would pass it on. */
export function callOf(call: Call, now: string): GatewayCall {
  const { type, bytes } = contentOf(call);
  const headers = new Headers({ ...(type === null ? {} : { 'content-type': type }), ...call.headers });
  return {
    query: call.query,
    header: (name) => headers.get(name) ?? undefined,
    body: bytes,
    address: call.address,
    nowMs: Date.parse(now),
  };
}
