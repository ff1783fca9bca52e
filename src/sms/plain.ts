import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import { wireText } from '../domain/sms-text.ts';
import { storableText } from '../lib/storable-text.ts';
import type { Gateway, GatewaySettings, HandOver, Message } from './gateway.ts';

/** The gateway `plain` of contract §3: JSON over HTTP. It deduplicates by `id`. */
export function plainGateway(settings: GatewaySettings, name = 'plain'): Gateway {
  const link = openLink(settings.timeoutMs);
  return { name, deduplicates: true, handOver: (message) => handOver(link, settings, message) };
}

async function handOver(
  link: Dispatcher,
  { url, secret, sender, timeoutMs, encoding }: GatewaySettings,
  { reference, to, text }: Message,
): Promise<HandOver> {
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: link,
      method: 'POST',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'content-type': 'application/json', ...(secret === null ? {} : { authorization: `Bearer ${secret}` }) },
      body: JSON.stringify({ id: reference, from: sender, to, text: wireText(text, encoding), encoding }),
    });
    return readAnswer(statusCode, headers, await body.text());
  } catch (error) {
    return readFailure(error);
  }
}

/** A redirect is not followed, because it would take the message and the secret to an address that nobody configured. */
const MISCONFIGURED = new Set([301, 302, 303, 307, 308, 401, 403, 404, 405]);
const REJECTED = new Set([400, 413, 422]);
/** How much of an answer is looked at, and how much is told, characters. */
const [READ_MAX, SAID_MAX] = [10_000, 200];
/** Digits that may be a phone number, with or without separators (requirements §9). */
const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){7,}/g;

function readAnswer(status: number, headers: Dispatcher.ResponseData['headers'], body: string): HandOver {
  if (status === 200) {
    const messageId = readMessageId(body);
    return messageId === null ? { outcome: 'uncertain', detail: 'answered 200 without a messageId' } : { outcome: 'accepted', messageId };
  }
  const said = storableText(body, READ_MAX).replace(LONG_NUMBER, '<digits>');
  const detail = `${status} ${storableText(said, SAID_MAX)}`.trim();
  if (REJECTED.has(status)) return { outcome: 'rejected', detail };
  if (MISCONFIGURED.has(status)) return { outcome: 'misconfigured', detail };
  if (status === 429) return { outcome: 'throttled', detail, retryAfterMs: readRetryAfter(headers) };
  if (status < 300) return { outcome: 'uncertain', detail };
  return { outcome: 'unavailable', detail, ...(headers['retry-after'] === undefined ? {} : { retryAfterMs: readRetryAfter(headers) }) };
}

function readMessageId(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    const id = typeof answer === 'object' && answer !== null && 'messageId' in answer ? answer.messageId : null;
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}

/**
 * Reads seconds, or a date by the gateway's own clock, as milliseconds: at least 100 ms, at most 5 min, and 1 s when the gateway does not
 * say.
 */
function readRetryAfter(headers: Dispatcher.ResponseData['headers']): number {
  const header = String(headers['retry-after'] ?? 1);
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.parse(String(headers.date)) : seconds * 1000;
  return Number.isNaN(ms) ? 1000 : Math.min(Math.max(ms, 100), 300_000);
}

/** Nothing is sent before a connection stands, TLS included. After any other error nobody knows whether the message was sent. */
function readFailure(error: unknown): HandOver {
  const neverSent = error instanceof NeverConnected;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const name = error instanceof Error ? error.name : 'unknown fault';
  return { outcome: neverSent ? 'unavailable' : 'uncertain', detail: code || name };
}

class NeverConnected extends Error {
  constructor(cause: Error) {
    super('no connection to the gateway', { cause });
    this.name = 'NeverConnected';
  }
}

/** Connections to the gateway, whose failures are told apart from those of a request. */
function openLink(timeoutMs: number): Dispatcher {
  const connect = buildConnector({ timeout: timeoutMs });
  return new Agent({
    connect: (options, done) =>
      connect(options, (error, socket) => (error === null ? done(null, socket) : done(new NeverConnected(error), null))),
  });
}
