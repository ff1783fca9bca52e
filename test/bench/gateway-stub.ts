import { createServer } from 'node:http';
import type { Sent } from './contestant.ts';
import { readNoticeKey } from '../../src/domain/notice-key.ts';

export type GatewayStub = AsyncDisposable & {
  readonly url: string;
  /** In the order of arrival. */
  readonly sent: readonly Sent[];
};

/** The gateway `plain` that accepts at once and keeps when each message came. */
export async function openGatewayStub(): Promise<GatewayStub> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const atMs = Date.now();
      const key = keyIn(Buffer.concat(parts).toString());
      const notice = readNoticeKey(key);
      if (!notice) return void response.writeHead(400).end('{"error":"expected a notice key as id"}');
      sent.push({ dossier: notice.code, kind: notice.notice.kind, atMs, key });
      response.setHeader('content-type', 'application/json');
      response.end(`{"messageId":"m-${sent.length}"}`);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/send`,
    sent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function keyIn(body: string): string {
  const message: unknown = JSON.parse(body);
  return typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'string' ? message.id : '';
}
