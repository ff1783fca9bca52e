import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { FAULT } from './fault.ts';
import type { Network } from './network.ts';
import { readNumber, readSender } from './phone-number.ts';
import type { Text } from './texts.ts';

const TEXT = z.strictObject({ from: z.string().min(1).max(30), text: z.string().min(1).max(1000) });

/** The routes of the page and of the tests. A wrong request is answered 400 `{error}`. */
export function consoleRoutes(network: Network, written: (text: Text) => void): Hono<{ Bindings: HttpBindings }> {
  return new Hono<{ Bindings: HttpBindings }>()
    .get('/api/handovers', (c) => c.json(network.handovers.all()))
    .get('/api/phones', (c) => c.json(network.conversations.phones()))
    .get('/api/phones/:number/messages', (c) => {
      const number = c.req.param('number');
      return c.json(network.conversations.of(readNumber(number) ?? number));
    })
    .get('/api/fault', (c) => c.json(network.faults.current()))
    .post('/api/fault', async (c) => {
      const fault = FAULT.safeParse(await readBody(c.req));
      if (!fault.success) return c.json({ error: z.prettifyError(fault.error) }, 400);
      network.faults.set(fault.data);
      return c.json(fault.data);
    })
    .post('/api/texts', async (c) => {
      const body = TEXT.safeParse(await readBody(c.req));
      if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
      const from = readSender(body.data.from);
      if (from === null) return c.json({ error: 'from: expected a Vietnamese number, a short code or a sender name' }, 400);
      const text = { id: `mo-${randomUUID()}`, from, text: body.data.text, at: new Date().toISOString() };
      network.record({ type: 'text', ...text });
      written(text);
      return c.json({ id: text.id }, 202);
    });
}

/** undefined when the body is no JSON. */
async function readBody(request: { json: () => Promise<unknown> }): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}
