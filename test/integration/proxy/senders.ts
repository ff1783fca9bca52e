import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxy } from './caddy.ts';

/** What a sender saw. `closed` is a connection that ended without an answer. */
export type Answer = { readonly status: number | 'closed'; readonly body: string };

export type Sent = {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

/** One connection for each request under way, kept open as a one-stop software does. */
export function createSender({ port, ca }: Proxy) {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const begin = ({ path, headers = {} }: Sent, more: Readonly<Record<string, string | number>>) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      ca,
      servername: 'localhost',
      agent,
      method: 'POST',
      path,
      headers: { host: `localhost:${port}`, 'content-type': 'application/json', ...headers, ...more },
    });
    return { asked, answer: answerTo(asked) };
  };
  return {
    async send(sent: Sent, { chunked = false } = {}): Promise<Answer> {
      const length = { 'content-length': Buffer.byteLength(sent.body) };
      const { asked, answer } = begin(sent, chunked ? { 'transfer-encoding': 'chunked' } : length);
      asked.end(sent.body);
      return answer;
    },
    /** Half the body, and then nothing: a telephone line that is down. */
    async stall(sent: Sent, how: 'length' | 'chunked' | 'drip'): Promise<Answer> {
      const { asked, answer } = begin(sent, how === 'chunked' ? {} : { 'content-length': Buffer.byteLength(sent.body) });
      const half = Math.floor(sent.body.length / 2);
      asked.write(sent.body.slice(0, half));
      if (how === 'drip') void drip(asked, ' '.repeat(half - 1));
      return answer;
    },
    close: () => agent.destroy(),
  };
}

async function drip(asked: ReturnType<typeof request>, text: string): Promise<void> {
  for (const letter of text) {
    await sleep(1000);
    if (asked.destroyed) return;
    asked.write(letter);
  }
}

function answerTo(asked: ReturnType<typeof request>): Promise<Answer> {
  return new Promise((resolve) => {
    const close = () => resolve({ status: 'closed', body: '' });
    asked.once('error', close);
    asked.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', close);
    });
  });
}

/** The same over HTTP/2, which has its own way to end a request. */
export async function stallOverHttp2({ port, ca }: Proxy, { path, headers = {}, body }: Sent): Promise<Answer> {
  const session = connectHttp2(`https://localhost:${port}`, { ca });
  session.on('error', () => {});
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  let [status, text]: [number | 'closed', string] = ['closed', ''];
  stream.on('error', () => {});
  stream.on('response', (answered) => (status = answered[':status'] ?? 'closed'));
  stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  stream.write(body.slice(0, body.length / 2));
  await new Promise<void>((resolve) => stream.once('close', resolve).once('end', resolve));
  session.destroy();
  return { status, body: text };
}
