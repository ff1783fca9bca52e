import { getRequestListener, RequestError } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, STATUS_CODES, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../lib/log.ts';
import type { Detail } from './problem.ts';
import { problemWithoutRoute } from './problem-without-route.ts';
import type { ProblemCode } from './problem-texts.ts';
import type { App } from './route-deps.ts';

/** How long a client may take, milliseconds; our own work has deadlines of its own. */
export const TIME_LIMITS = {
  /** From the connection, or the first byte of a further request on it, to the end of the headers. */
  headersTimeout: 10_000,
  /** To the end of the body. */
  requestTimeout: 30_000,
  /** Idle between two requests: above the minute of common balancers, so that it is they who hang up. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
} as const satisfies ServerOptions;

/** The most connections at a time. Each costs some 50 KB, and 64 KiB more while it sends a body. Further ones are closed at once. */
const MAX_CONNECTIONS = 1000;
/** How long an answer may lie unread, without a byte of it leaving, milliseconds. */
const UNREAD_MS = 30_000;
/** The log says at most once in this time that connections were refused, milliseconds. */
const DROPS_TOLD_EVERY_MS = 60_000;

type Settings = {
  readonly host: string;
  readonly port: number;
  readonly limits?: ServerOptions;
  readonly maxConnections?: number;
  readonly unreadMs?: number;
};

/** The API on a port. The server emits `listening`, or `error` when it cannot listen. */
export function openServer(
  app: App,
  { host, port, limits = TIME_LIMITS, maxConnections = MAX_CONNECTIONS, unreadMs = UNREAD_MS }: Settings,
  log: Logger,
): Server {
  const errorHandler = (error: unknown) => {
    if (error instanceof RequestError) return problemWithoutRoute(log, 'malformed', { code: 'broken_address' });
    log.error({ err: error }, 'request_failed');
    return problemWithoutRoute(log, 'fault');
  };
  const answer = getRequestListener(app.fetch, { errorHandler });
  const answerWithoutHost = getRequestListener(app.fetch, { hostname: host, errorHandler });
  const answers = new WeakMap<Duplex, ServerResponse>();
  // Node's own answer to a request of HTTP/1.1 without a Host is no problem of RFC 9457, so that `answer` refuses it.
  const server = createServer({ ...limits, requireHostHeader: false }, (incoming, outgoing) => {
    answers.set(incoming.socket, outgoing);
    // Node counts a byte that leaves as activity, and sets its own time-out again when the answer has left.
    outgoing.once('prefinish', () => incoming.socket.setTimeout(unreadMs));
    void (incoming.httpVersion === '1.0' ? answerWithoutHost : answer)(incoming, outgoing);
  });
  server.on('clientError', (error, socket) => void answerUnreadable(error, socket, answers.get(socket), log));
  server.maxConnections = maxConnections;
  let toldAt = -Infinity;
  server.on('drop', () => {
    if (performance.now() - toldAt < DROPS_TOLD_EVERY_MS) return;
    toldAt = performance.now();
    log.warn({ maxConnections }, 'connections_refused');
  });
  return server.listen(port, host);
}

/** Answers what Node could not read as a request, as a problem, unless an answer is already leaving on this connection. */
async function answerUnreadable(error: Error, socket: Duplex, last: ServerResponse | undefined, log: Logger): Promise<void> {
  const isAnswering = last !== undefined && last.headersSent && !last.writableFinished;
  const code = 'code' in error ? error.code : undefined;
  if (isAnswering || !socket.writable || code === 'ECONNRESET') return void socket.destroy(error);
  const response = await problemWithoutRoute(log, ...problemOf(code));
  const body = await response.text();
  const headers = [...response.headers, ['content-length', String(Buffer.byteLength(body))], ['connection', 'close']];
  const head = [`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`, ...headers.map((pair) => pair.join(': '))];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function problemOf(code: unknown): readonly [ProblemCode, Detail?] {
  if (code === 'HPE_HEADER_OVERFLOW') return ['headers_too_large'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return ['request_timeout'];
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return ['too_large'];
  return ['malformed', { code: 'broken_http' }];
}

/** While it still takes new connections, each answer says that it is the last of its connection, milliseconds. */
const FAREWELL_MS = 500;
/** How long requests under way may still take after that, milliseconds. */
const GRACE_MS = 10_000;

/**
 * Resolves when every request under way is answered. A proxy keeps its connections open, and its health checks would keep a closing server
 * alive for ever. So each connection is told that it ends after its next answer, and only then are new ones refused. A client that is
 * silent or slow delays the end by at most `graceMs`.
 */
export async function closeServer(server: Server, graceMs = GRACE_MS): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false;
  });
  await sleep(FAREWELL_MS);
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 100); // one that has just been answered is idle only now
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
