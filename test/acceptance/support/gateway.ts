import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { request, type Answer } from './http.ts';

export type Gateway = AsyncDisposable & {
  readonly url: string;
  /** What a telephone received, in order: a repeated id arrives once (contract §3). */
  readonly messagesTo: (phone: string) => readonly Message[];
  readonly textsTo: (phone: string) => readonly string[];
  /** Brings a citizen's SMS to the product (contract §4). */
  readonly inquire: (from: string, text: string, options?: { readonly id?: string; readonly secret?: string }) => Promise<Answer>;
};

/** `at`: when it was handed over, milliseconds since 1970. */
export type Message = z.infer<typeof handover> & { readonly at: number };

const handover = z.strictObject({ id: z.string(), from: z.string(), to: z.string(), text: z.string(), encoding: z.string() });

type Options = {
  /** Where the product listens for webhooks. */
  readonly apiUrl: string;
  readonly secret: string;
  readonly webhookSecret: string;
};

/** A telephone network that speaks the `plain` protocol. It is written from contract §3 and §4, and shares no code with the product. */
export async function startGateway({ apiUrl, secret, webhookSecret }: Options): Promise<Gateway> {
  const accepted = new Map<string, Message>();
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    if (incoming.headers.authorization !== `Bearer ${secret}`) return reply(response, 401, { error: 'unauthorized' });
    const message = handover.safeParse(JSON.parse(await readText(incoming)));
    if (!message.success) return reply(response, 422, { error: message.error.message });
    const { id } = message.data;
    if (!accepted.has(id)) accepted.set(id, { ...message.data, at: Date.now() });
    reply(response, 200, { messageId: `message of ${id}` });
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => reply(response, 400, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected a port, came ${address}`);

  const messagesTo = (phone: string) => [...accepted.values()].filter(({ to }) => to === phone);
  return {
    url: `http://127.0.0.1:${address.port}/send`,
    messagesTo,
    textsTo: (phone) => messagesTo(phone).map(({ text }) => text),
    inquire(from, text, { id = randomUUID(), secret: signedWith = webhookSecret } = {}) {
      const body = JSON.stringify({ id, from, to: '8083', text, at: new Date().toISOString() });
      return request('POST', `${apiUrl}/v1/gateways/plain/inquiries`, { body, headers: sign(body, signedWith) });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Standard Webhooks, as contract §4 describes them. */
function sign(body: string, secret: string): Record<string, string> {
  const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
