import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening, type Link } from './link.ts';
import { DELAY_MS, type Saboteur } from './sabotage.ts';

/**
 * Passes Temporal's gRPC on and reads along. A call's name is its path:
 * `/temporal.api.workflowservice.v1.WorkflowService/SignalWorkflowExecution`.
 */
export async function openTemporalLink(at: number, to: string, saboteur: Saboteur): Promise<Link> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({ settings: WIDE });
  server.on('session', (client) => {
    sessions.add(client);
    const upstream = connect(`http://${to}`, { settings: WIDE });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('error', () => upstream.destroy());
    client.on('close', () => {
      sessions.delete(client);
      upstream.destroy();
    });
    client.on(
      'stream',
      (stream, headers) =>
        void carry(stream, headers, { client, upstream, saboteur }).catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR)),
    );
  });
  return {
    address: await listening(server, at),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}

/** A history may be some megabytes, and a worker has many long polls on one connection. */
const WIDE = { initialWindowSize: 4 * 1024 * 1024, maxConcurrentStreams: 10_000, maxFrameSize: 1024 * 1024 } as const;

type Ends = { readonly client: ServerHttp2Session; readonly upstream: ClientHttp2Session; readonly saboteur: Saboteur };

async function carry(asked: ServerHttp2Stream, headers: IncomingHttpHeaders, { client, upstream, saboteur }: Ends): Promise<void> {
  asked.on('error', () => undefined);
  const sabotage = saboteur.meet('temporal', String(headers[':path']));
  const from = Date.now();
  if (sabotage?.damage === 'cut') {
    client.destroy();
    return saboteur.note(sabotage, null, from);
  }
  if (sabotage?.damage === 'delay') {
    await sleep(sabotage.delayMs ?? DELAY_MS);
    saboteur.note(sabotage, null, from);
  }
  if (upstream.destroyed) return client.destroy();
  const passed = upstream.request(headers, { endStream: asked.readableEnded });
  passed.on('error', () => close(asked));
  asked.on('close', () => close(passed));
  asked.pipe(passed);
  if (sabotage?.damage === 'lose_answer') {
    passed.resume();
    passed.once('end', () => {
      if (!asked.closed) asked.respond({ ':status': 200, 'content-type': 'application/grpc', ...LOST }, { endStream: true });
      saboteur.note(sabotage, null, from);
    });
  } else bringBack(passed, asked);
}

/** What a balancer says when the server behind it went away: nobody knows whether it was done. */
const LOST = { 'grpc-status': '14', 'grpc-message': 'upstream connect error or disconnect: the answer was lost' } as const;

function bringBack(passed: ClientHttp2Stream, asked: ServerHttp2Stream): void {
  let trailers: IncomingHttpHeaders = {};
  passed.on('trailers', (received) => void (trailers = received));
  passed.once('response', (headers, flags) => {
    if (asked.closed || asked.destroyed) return;
    const answer = Object.fromEntries(Object.entries(headers).filter(([name]) => !CONNECTION_ONLY.has(name)));
    if ((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0) return asked.respond(answer, { endStream: true });
    asked.respond(answer, { waitForTrailers: true });
    asked.once('wantTrailers', () => asked.sendTrailers(trailers));
    passed.pipe(asked);
  });
  passed.once('close', () => {
    if (passed.rstCode !== constants.NGHTTP2_NO_ERROR) close(asked);
  });
}

const CONNECTION_ONLY = new Set(['connection', 'date']);

function close(stream: ServerHttp2Stream | ClientHttp2Stream): void {
  if (!stream.closed) stream.close(constants.NGHTTP2_CANCEL);
}
