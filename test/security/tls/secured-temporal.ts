import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { Certificate } from './certificate.ts';
import { join } from '../../support/joined.ts';

type Door = { readonly address: string } & AsyncDisposable;

/** TLS before a Temporal that has none; with `clientsOf` only for clients whom that authority certified. */
export async function openTlsDoor(to: string, own: Certificate, clientsOf?: string): Promise<Door> {
  const { hostname, port } = new URL(`tcp://${to}`);
  const mutual = clientsOf === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clientsOf };
  const sockets = new Set<Socket>();
  const server = createServer({ ...own, ...mutual, ALPNProtocols: ['h2'] }, (inside) => {
    const outside = connect(Number(port), hostname);
    join(inside, outside, sockets);
  });
  server.on('tlsClientError', () => {}); // what the tests provoke
  return { address: await listen(server), ...closing(() => (sockets.forEach((socket) => socket.destroy()), server.close())) };
}

/** Writes down what it is asked with, and knows nobody (UNAUTHENTICATED). */
export async function openRecorder(
  own: Certificate,
): Promise<Door & { readonly heard: { readonly path: string; readonly authorization: string }[] }> {
  const heard: { path: string; authorization: string }[] = [];
  const server = createSecureServer(own);
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    heard.push({ path: String(headers[':path']), authorization: String(headers.authorization) });
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16', 'grpc-message': 'who' }, { endStream: true });
  });
  return { address: await listen(server), heard, ...closing(() => server.close()) };
}

async function listen(server: Pick<Server, 'listen' | 'address'> & NodeJS.EventEmitter): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closing(close: () => void): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => close() };
}
