import { once as onceOf } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Scripted } from './table.ts';

/** A request as it came. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

export type ScriptedServer = AsyncDisposable & { readonly url: string; readonly received: readonly Received[] };

/** A gateway on the loopback that gives the answers in their order, and 599 to each request after the last. */
export async function serve(answers: readonly Scripted[]): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing, answers, received));
  server.listen(0, '127.0.0.1');
  await onceOf(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await onceOf(server, 'close');
    },
  };
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse, answers: readonly Scripted[], received: Received[]) {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://gateway');
  const answer = answers[received.length] ?? NOT_SCRIPTED;
  received.push({
    method: incoming.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  });
  if (answer.ending === 'silence') return;
  const { type, bytes: once } = contentOf(answer);
  const bytes = Buffer.concat(Array.from({ length: answer.times }, () => once));
  const length = answer.ending === 'cut' ? bytes.length + 100 : bytes.length;
  outgoing.writeHead(answer.status, { ...(type === null ? {} : { 'content-type': type }), 'content-length': length, ...answer.headers });
  if (answer.ending === 'whole') return outgoing.end(bytes);
  outgoing.write(bytes, () => incoming.socket.destroy());
}

const NOT_SCRIPTED: Scripted = { status: 599, headers: {}, times: 1, ending: 'whole', text: 'a request that the table does not name' };

/** The bytes of an answer or a call, and their content type. */
export function contentOf({ json, form, xml, text, base64 }: Pick<Scripted, 'json' | 'form' | 'xml' | 'text' | 'base64'>): {
  readonly type: string | null;
  readonly bytes: Buffer;
} {
  if (json !== undefined) return { type: 'application/json', bytes: Buffer.from(JSON.stringify(json)) };
  if (form !== undefined) return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(new URLSearchParams(form).toString()) };
  if (xml !== undefined) return { type: 'text/xml; charset=utf-8', bytes: Buffer.from(xml) };
  if (base64 !== undefined) return { type: null, bytes: Buffer.from(base64, 'base64') };
  return { type: text === undefined ? null : 'text/plain; charset=utf-8', bytes: Buffer.from(text ?? '') };
}
