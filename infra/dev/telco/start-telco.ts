import { once, setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { consoleRoutes } from './console-routes.ts';
import { FAULT, type Fault } from './fault.ts';
import type { Handover } from './handovers.ts';
import { openNetwork } from './network.ts';
import { pageRoutes } from './page-routes.ts';
import { deliver, type Accepted } from './receipts.ts';
import { sendRoute } from './send-route.ts';
import { streamRoute } from './stream-route.ts';
import { carry, type Text } from './texts.ts';
import { createThrottle } from './throttle.ts';

export type TelcoOptions = {
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  /** The bearer secret of hand-overs; undefined: everyone may send. */
  readonly gatewaySecret?: string;
  /** Base of the product's API, such as `http://127.0.0.1:8080`. */
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** Its name in the product's settings; `plain` when left out. */
  readonly gatewayName?: string;
  readonly shortCode?: string;
  /** 0: no limit. */
  readonly ratePerSecond?: number;
  /** From the hand-over until the telephone has it. */
  readonly receiptAfterMs?: number;
  /** Between the attempts to bring a citizen's text to the API. */
  readonly retryAfterMs?: number;
  /** JSON lines; undefined: nothing survives a restart. */
  readonly dataFile?: string;
};

export type Telco = {
  readonly url: string;
  /** Every request to `/send` so far, in order. */
  readonly handovers: () => readonly Handover[];
  /** @throws when it is no fault */
  readonly setFault: (fault: Fault) => void;
  readonly close: () => Promise<void>;
};

/**
 * Starts a telephone network that speaks the `plain` protocol (contract §3, §4), with a page at its `url`.
 * It continues what an earlier run with the same data file left unfinished.
 * @throws when the port cannot be had or the data file cannot be read
 */
export async function startTelco(options: TelcoOptions): Promise<Telco> {
  const { gatewayName = 'plain', shortCode = '8083', ratePerSecond = 0, receiptAfterMs = 1000, retryAfterMs = 20_000, dataFile } = options;
  const network = openNetwork({ dataFile, shortCode });
  const ending = new AbortController();
  const stop = ending.signal;
  // Every message under way adds a listener.
  setMaxListeners(0, stop);
  const target = { url: options.webhookUrl, secret: options.webhookSecret, gateway: gatewayName };

  const deliverAccepted = (message: Accepted) => void deliver(network, message, { target, afterMs: receiptAfterMs, stop });
  const carryText = (text: Text) => void carry(network, text, { target, shortCode, retryAfterMs, stop });

  const app = new Hono<{ Bindings: HttpBindings }>()
    .use(bodyLimit({ maxSize: 64 * 1024 }))
    .route(
      '/',
      sendRoute(network, { secret: options.gatewaySecret, throttle: createThrottle(ratePerSecond), accepted: deliverAccepted, stop }),
    )
    .route('/', consoleRoutes(network, carryText))
    .route('/', streamRoute(network, shortCode, stop))
    .route('/', pageRoutes());

  const server = createHttpServer(app);
  try {
    await listen(server, options);
  } catch (error) {
    network.close();
    throw error;
  }
  network.handovers.withoutReceipt().forEach(deliverAccepted);
  network.conversations.unansweredTexts().forEach(carryText);

  return {
    url: urlOf(server),
    handovers: network.handovers.all,
    setFault: (fault) => network.faults.set(FAULT.parse(fault)),
    async close() {
      ending.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      network.close();
    },
  };
}

function createHttpServer(app: Hono<{ Bindings: HttpBindings }>): Server {
  const listener = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  return createServer((incoming, outgoing) => void listener(incoming, outgoing));
}

async function listen(server: Server, { host, port }: TelcoOptions): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected an address with a port, got ${String(address)}`);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
