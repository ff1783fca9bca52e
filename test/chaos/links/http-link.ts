import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening, type Link } from './link.ts';
import { DELAY_MS, type Port, type Saboteur } from './sabotage.ts';

/**
 * Passes HTTP on and reads along: a call's name is its method and path, `about` the `id` or `eventId` of its body. With several targets it
 * balances: each has its turn, and the next one is asked when nobody listens.
 */
export async function openHttpLink(at: number, port: Port, targets: () => readonly string[], saboteur: Saboteur): Promise<Link> {
  let turn = 0;
  const server = createServer((asked, answer) => {
    const all = targets();
    turn += 1;
    const inTurn = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
    carry(asked, answer, { port, targets: inTurn, saboteur }).catch(() => asked.socket.destroy());
  });
  return {
    address: await listening(server, at),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Way = { readonly port: Port; readonly targets: readonly string[]; readonly saboteur: Saboteur };

/** @throws when the neighbour was lost after it may have heard the call */
async function carry(asked: IncomingMessage, answer: ServerResponse, { port, targets, saboteur }: Way): Promise<void> {
  const body = await bodyOf(asked);
  const call = `${asked.method} ${asked.url}`;
  const id = idIn(body);
  const sabotage = saboteur.meet(port, call, id);
  const from = Date.now();
  if (sabotage?.damage === 'cut') {
    asked.socket.destroy();
    return saboteur.note(sabotage, id, from);
  }
  if (sabotage?.damage === 'delay') {
    await sleep(sabotage.delayMs ?? DELAY_MS);
    saboteur.note(sabotage, id, from);
  }
  const gone = new AbortController();
  answer.once('close', () => gone.abort());
  const given = await askInTurn(targets, asked, body, gone.signal).finally(() => {
    if (asked.socket.destroyed) saboteur.note({ port, call, damage: 'not_awaited' }, id, from);
  });
  if (sabotage?.damage === 'lose_answer') {
    asked.socket.destroy();
    return saboteur.note(sabotage, id, from);
  }
  answer.writeHead(given.status, given.headers).end(given.body);
}

type Given = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

async function askInTurn([target, ...others]: readonly string[], asked: IncomingMessage, body: Buffer, gone: AbortSignal): Promise<Given> {
  if (target === undefined) throw new Error('nobody listens');
  try {
    return await ask(target, asked, body, gone);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return askInTurn(others, asked, body, gone);
    throw error;
  }
}

function ask(target: string, asked: IncomingMessage, body: Buffer, gone: AbortSignal): Promise<Given> {
  return new Promise((resolve, reject) => {
    const headers = { ...endToEnd(asked.headers), 'content-length': body.length };
    const options = { method: asked.method, headers, agent: false, signal: gone } as const;
    const passed = request(new URL(asked.url ?? '/', target), options);
    passed.once('error', reject);
    passed.once('response', (response) => {
      bodyOf(response).then(
        (content) => resolve({ status: response.statusCode ?? 502, headers: endToEnd(response.headers), body: content }),
        (error: unknown) => reject(error),
      );
    });
    passed.end(body);
  });
}

/** Without what belongs to one connection alone. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

const HOP_BY_HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function idIn(body: Buffer): string | null {
  try {
    const sent: unknown = JSON.parse(body.toString('utf8'));
    if (typeof sent !== 'object' || sent === null) return null;
    const id = 'id' in sent ? sent.id : 'eventId' in sent ? sent.eventId : null;
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
