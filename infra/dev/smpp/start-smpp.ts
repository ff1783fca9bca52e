import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { startCentre, type Text } from './centre.ts';
import type { Whole } from './parts.ts';

export type SmppOptions = {
  readonly smppPort: number;
  /** Where the telephone network brings receipts and texts (its `webhookUrl`). */
  readonly httpPort: number;
  readonly systemId: string;
  readonly password: string;
  /** The simulated telephone network, such as `http://127.0.0.1:8090`, and its secret. */
  readonly telcoUrl: string;
  readonly telcoSecret: string;
};

/**
 * Starts an SMPP centre between an office's side and the simulated telephones. To these it speaks `plain` (contract §3, §4): it hands over
 * each whole message, turns their receipts into those of SMPP, and carries a citizen's text to the office and the reply back.
 */
export async function startSmpp(options: SmppOptions): Promise<{ readonly close: () => Promise<void> }> {
  const wanted = new Map<string, Whole>();
  const asked: Asked[] = [];
  const centre = await startCentre({
    ...options,
    port: options.smppPort,
    arrived(message) {
      if (!answer(asked, message)) void bringToPhone(options, message, wanted);
    },
  });
  const app = new Hono()
    .post('/v1/gateways/plain/receipts', async (c) => {
      const { id, status } = RECEIPT.parse(await c.req.json());
      const message = wanted.get(id);
      if (message) await centre.report(message, status === 'delivered' ? 'DELIVRD' : 'UNDELIV');
      wanted.delete(id);
      return c.body(null, 204);
    })
    .post('/v1/gateways/plain/inquiries', async (c) => {
      const { id, from, to, text } = INQUIRY.parse(await c.req.json());
      const reply = await ask(asked, { from, to, text }, centre.deliver);
      // Kannel carries no charge mark, so such a carrier charges for every text.
      return c.json({ id, reply, charge: true, outcome: reply === null ? 'ignored' : 'answered' });
    })
    .get('/healthz', (c) => c.json({ bound: centre.isBound() }));
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(options.httpPort, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await centre.close();
    },
  };
}

const RECEIPT = z.object({ id: z.string(), status: z.string() });
const INQUIRY = z.object({ id: z.string(), from: z.string(), to: z.string(), text: z.string() });

/** A citizen who waits for a reply. */
type Asked = Text & { readonly replied: (reply: string | null) => void };

/** Shorter than the network waits for an answer. A later reply comes to the phone as a message. */
const REPLY_WITHIN_MS = 8000;

async function ask(asked: Asked[], text: Text, deliver: (text: Text) => Promise<void>): Promise<string | null> {
  const overdue = new AbortController();
  const timer = setTimeout(() => overdue.abort(), REPLY_WITHIN_MS);
  const reply = new Promise<string | null>((resolve) => {
    const one: Asked = { ...text, replied: resolve };
    asked.push(one);
    overdue.signal.addEventListener('abort', () => (forget(asked, one), resolve(null)));
  });
  void deliver(text);
  return reply.finally(() => clearTimeout(timer));
}

function forget(asked: Asked[], one: Asked): void {
  const place = asked.indexOf(one);
  if (place >= 0) asked.splice(place, 1);
}

/** A message that wants no receipt is the reply to whoever has waited longest at that number. */
function answer(asked: Asked[], { to, text, receiptId }: Whole): boolean {
  const one = receiptId === null ? asked.find(({ from }) => from === to) : undefined;
  if (!one) return false;
  forget(asked, one);
  one.replied(text);
  return true;
}

async function bringToPhone({ telcoUrl, telcoSecret }: SmppOptions, message: Whole, wanted: Map<string, Whole>): Promise<void> {
  const id = `smpp-${randomUUID()}`;
  if (message.receiptId !== null) wanted.set(id, message);
  const { from, to, text, encoding } = message;
  await fetch(`${telcoUrl}/send`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${telcoSecret}` },
    body: JSON.stringify({ id, from, to, text, encoding }),
  }).catch((error: unknown) => console.error('a message did not reach the telephones:', error instanceof Error ? error.name : error));
}
