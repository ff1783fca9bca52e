import type { IncomingMessage, ServerResponse } from 'node:http';

type HttpServer = {
  readonly prependListener: (event: 'request', listener: (request: IncomingMessage, response: ServerResponse) => void) => unknown;
  readonly close: (done: () => void) => unknown;
  readonly closeIdleConnections?: () => void;
};

/** For so long every answer says goodbye, while new connections are still taken, milliseconds. */
const FAREWELL_MS = 500;
const LOOK_EVERY_MS = 100;

/**
 * Ends when all that is under way is answered. A proxy keeps its connections, and its health check alone would hold a closing server open for
 * ever: so each is told that it ends after its next answer, and only then is the door closed.
 */
export async function drain(server: HttpServer): Promise<void> {
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false;
  });
  await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS));
  const looking = setInterval(() => server.closeIdleConnections?.(), LOOK_EVERY_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(looking);
}
