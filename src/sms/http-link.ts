import { Agent, buildConnector, request as send, type Dispatcher } from 'undici';
import { decodeAnswer } from './decode-answer.ts';

/** A request of ours to a gateway, as it leaves. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** `never_sent`: the gateway certainly has nothing of the request. `no_answer`: nobody knows. `detail` is the name of the fault. */
export type Exchange = HttpAnswered | { readonly kind: 'never_sent' | 'no_answer'; readonly detail: string };

/** `text` is the beginning of a longer answer. */
export type HttpAnswered = {
  readonly kind: 'answered';
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
};

/** How requests travel to one gateway. It never throws. `deadline` ends the wait. */
export type HttpLink = (request: HttpRequest, deadline: AbortSignal) => Promise<Exchange>;

/** A redirect is not followed, because it would take the message and the secret to an address that nobody configured. */
export function openHttpLink(timeoutMs: number): HttpLink {
  const connections = openConnections(timeoutMs);
  return async ({ method, url, headers, body }, signal) => {
    try {
      const answer = await send(url, { dispatcher: connections, method, headers: { ...headers }, body, signal });
      const header = (name: string) => firstOf(answer.headers[name.toLowerCase()]);
      return {
        kind: 'answered',
        status: answer.statusCode,
        header,
        text: decodeAnswer(await readSome(answer.body), header('content-type')),
      };
    } catch (error) {
      return readFailure(error);
    }
  };
}

/** Nothing of an answer is looked at behind this many bytes. */
const READ_MAX = 262_144;

async function readSome(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= READ_MAX) break; // which closes the connection
  }
  return Buffer.concat(chunks).subarray(0, READ_MAX);
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Nothing is sent before a connection stands, TLS included. After any other error nobody knows whether the message was sent. */
function readFailure(error: unknown): Exchange {
  const cause = error instanceof NeverConnected ? error.cause : error;
  const code = codeOf(error) === UNSENDABLE ? UNSENDABLE : codeOf(cause) || codeOf(cause instanceof Error ? cause.cause : null);
  const name = error instanceof Error ? error.name : 'unknown fault';
  return { kind: error instanceof NeverConnected || code === UNSENDABLE ? 'never_sent' : 'no_answer', detail: code || name };
}

/** What undici says of a request that cannot be written, such as one with a line break in a header. */
const UNSENDABLE = 'UND_ERR_INVALID_ARG';

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

class NeverConnected extends Error {
  constructor(cause: Error) {
    super('no connection to the gateway', { cause });
    this.name = 'NeverConnected';
  }
}

/** Connections to the gateway, whose failures are told apart from those of a request. */
function openConnections(timeoutMs: number): Dispatcher {
  const connect = buildConnector({ timeout: timeoutMs });
  return new Agent({
    connect: (options, done) =>
      connect(options, (error, socket) => (error === null ? done(null, socket) : done(new NeverConnected(error), null))),
  });
}
