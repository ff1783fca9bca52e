import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import type { FuzzRequest } from './requests.ts';

/** `status` null: the connection ended without an answer. */
export type FuzzAnswer = {
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly tookMs: number;
  readonly lost: string | null;
};

/** Longer than any answer may take, milliseconds: then it counts as a hang. */
const PATIENCE_MS = 15_000;
/** After so long a sender whose body is not whole hangs up, milliseconds. */
const CUT_AFTER_MS = 30;

/** Sends over connections that are kept, as a client of ours would. */
export function openSender(port: number, atOnce: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  const send = ({ method, path, headers, body, framing }: FuzzRequest): Promise<FuzzAnswer> =>
    new Promise((resolve) => {
      const started = performance.now();
      const end = (status: number | null, more: Partial<FuzzAnswer>) =>
        resolve({ status, headers: {}, text: '', lost: null, ...more, tookMs: performance.now() - started });
      const call = request(
        { agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...lengthOf(body, framing) }, timeout: PATIENCE_MS },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => end(answer.statusCode ?? null, { headers: answer.headers, text: Buffer.concat(parts).toString() }));
          answer.on('error', (error) => end(null, { lost: error.message }));
        },
      );
      call.on('timeout', () => call.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)));
      call.on('error', (error) => end(null, { lost: error.message }));
      if (framing !== 'cut') return void call.end(body);
      call.write(body?.subarray(0, Math.floor(body.length / 2)));
      setTimeout(() => call.destroy(), CUT_AFTER_MS);
    });

  return { send, close: () => agent.destroy() };
}

function lengthOf(body: Buffer | undefined, framing: FuzzRequest['framing']): Record<string, string> {
  if (body === undefined) return {};
  return framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) };
}
