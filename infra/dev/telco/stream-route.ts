import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Change, Network } from './network.ts';
import { pause } from './pause.ts';

const HEARTBEAT_MS = 15_000;

/** `GET /api/stream`: server-sent events `hello` (once per connection), `message`, `fault`, and `ping`. */
export function streamRoute(network: Network, shortCode: string, stop: AbortSignal): Hono<{ Bindings: HttpBindings }> {
  return new Hono<{ Bindings: HttpBindings }>().get('/api/stream', (c) =>
    streamSSE(c, async (stream) => {
      const gone = new AbortController();
      const ended = AbortSignal.any([stop, gone.signal]);
      const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
      const unwatch = network.watch((change) => void send(change.type, contentOf(change)));
      stream.onAbort(() => gone.abort());
      try {
        await send('hello', { shortCode, fault: network.faults.current() });
        while (await pause(HEARTBEAT_MS, ended)) await send('ping', null);
      } finally {
        unwatch();
      }
    }),
  );
}

function contentOf(change: Change): unknown {
  return change.type === 'message' ? change.message : change.fault;
}
