import { getRequestListener, RequestError } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../lib/log.ts';
import { problemWithoutRoute } from './problem-without-route.ts';
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

/** The API on a port. The server emits `listening`, or `error` when it cannot listen. */
export function openServer(
  app: App,
  { host, port, limits = TIME_LIMITS }: { readonly host: string; readonly port: number; readonly limits?: ServerOptions },
  log: Logger,
): Server {
  const errorHandler = (error: unknown) => {
    if (error instanceof RequestError) return problemWithoutRoute('malformed', 'expected a path and a Host that can be read');
    log.error({ err: error }, 'request_failed');
    return problemWithoutRoute('fault');
  };
  const answer = getRequestListener(app.fetch, { hostname: host, errorHandler });
  const server = createServer({ ...limits }, (incoming, outgoing) => void answer(incoming, outgoing));
  return server.listen(port, host);
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
