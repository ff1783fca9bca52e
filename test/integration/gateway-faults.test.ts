import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { HandOver } from '../../src/sms/gateway.ts';
import { plainDriver } from '../../src/sms/plain.ts';
import { someGatewaySettings, someMessage } from '../support/gateway-settings.ts';
import { createAuthority } from '../security/tls/certificate.ts';

const authority = createAuthority('an authority that nobody knows');
const sockets = new Set<Socket>();
const servers: Server[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** Contract §3: nothing was sent before a connection stood, TLS included. After that nobody knows. */
const FAULTS: readonly (readonly [string, 'http' | 'https', Server | ((socket: Socket) => void), HandOver['outcome']])[] = [
  ['refuses our TLS by an unknown certificate', 'https', createHttpsServer(authority.issue('127.0.0.1')), 'unavailable'],
  ['refuses our TLS by the name of another', 'https', createHttpsServer(authority.issue('elsewhere.example')), 'unavailable'],
  ['speaks no TLS but answers', 'https', (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unavailable'],
  ['cuts within the TLS handshake', 'https', (socket) => void socket.once('data', () => socket.destroy()), 'unavailable'],
  ['ends within the TLS handshake', 'https', (socket) => void socket.once('data', () => socket.end()), 'unavailable'],
  ['hangs within the TLS handshake', 'https', () => {}, 'unavailable'],
  ['speaks TLS where we speak none', 'http', createHttpsServer(authority.issue('127.0.0.1')), 'unknown'],
  ['speaks another protocol', 'http', (socket) => void socket.end('220 smpp.example ESMTP\r\n'), 'unknown'],
  ['hangs after it has the message', 'http', (socket) => void socket.resume(), 'unknown'],
  ['cuts after it has the message', 'http', (socket) => void socket.once('data', () => socket.destroy()), 'unknown'],
  ['resets after it has the message', 'http', (socket) => void socket.once('data', () => socket.resetAndDestroy()), 'unknown'],
  ['ends within its answer', 'http', (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-le')), 'unknown'],
];

test.concurrent.each(FAULTS)('a gateway that %s (%s)', async (_what, protocol, server, outcome) => {
  const url = `${protocol}://127.0.0.1:${await listen(typeof server === 'function' ? createServer(server) : server)}/send`;
  const gateway = plainDriver.openSender(someGatewaySettings({ url, secret: null, timeoutMs: 500 }));
  const started = performance.now();
  for (let tries = 0; tries < 2; tries++) {
    const answer = await gateway.handOver(someMessage());
    expect(answer).toMatchObject({ outcome, detail: expect.stringMatching(/^[\w ]+$/) });
  }
  expect(performance.now() - started, 'within the time-out of each').toBeLessThan(4000);
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
