import { Agent, request as send } from 'node:http';

export type Reply = { readonly status: number; readonly body: unknown };

export type HttpClient = Disposable & {
  readonly request: (method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body?: string) => Promise<Reply>;
};

/**
 * Keeps as many connections alive as are needed, and uses the one that was used last first. It stands on `node:http`, because `fetch`
 * costs the load generator several times as much.
 */
export function openHttpClient(baseUrl: string): HttpClient {
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const once = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) =>
    new Promise<Reply>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const request = send({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString()) }));
      });
      request.on('error', (error) => reject(request.reusedSocket && isReset(error) ? new IdleConnectionClosed() : error));
      request.setTimeout(60_000, () => request.destroy(new Error(`no answer to ${method} ${path} in 60 s`)));
      request.end(body);
    });
  return {
    request: async (method, path, headers, body) => {
      for (;;) {
        try {
          return await once(method, path, headers, body);
        } catch (error) {
          if (!(error instanceof IdleConnectionClosed)) throw error;
        }
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** The server gave up an idle connection at the moment we took it again: nothing was asked yet, and another connection will do. */
class IdleConnectionClosed extends Error {}

function isReset(error: Error): boolean {
  return 'code' in error && error.code === 'ECONNRESET';
}

/** Text when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
