import { once } from 'node:events';
import type { Server } from 'node:net';

/** A place on loopback that leads to a neighbour. */
export type Link = AsyncDisposable & {
  /** `127.0.0.1:23456` */
  readonly address: string;
};

/** On any free port below those that Linux takes for outgoing connections. */
export async function listening(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${port}`;
}
