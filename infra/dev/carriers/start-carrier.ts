import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { callProduct, passOn } from './call-product.ts';
import type { Carrier, CarrierOptions, CarrierSettings } from './carrier.ts';
import type { Answer, Asked, Description } from './description.ts';
import { DESCRIPTIONS, gatewaysWith } from './descriptions.ts';
import { Broken, openCredit, openLedger, type Ledger } from './desk.ts';
import { readJsonFields, readXmlFields } from './fields.ts';
import { openTelephones, TELCO_RECEIPT, TELCO_TEXT } from './telephones.ts';

type Gateway = { readonly name: string; readonly description: Description; readonly ledger: Ledger };

/**
 * Starts a server that speaks the documented fields of a gateway to the product, and puts its messages on the telephones of the simulated
 * network. It remembers nothing after its end.
 * @throws when there is no description of the gateway, or the port cannot be had
 */
export async function startCarrier(name: string, options: CarrierOptions): Promise<Carrier> {
  const { productUrl, telcoUrl, telcoSecret } = options;
  const credit = openCredit(options.credit);
  const telephones = openTelephones(telcoUrl, telcoSecret);
  const gateways = gatewaysWith(name).map((each): Gateway => {
    const description = DESCRIPTIONS[each];
    if (description === undefined) throw new Error(`there is no server for the gateway ${each}`);
    return { name: each, description, ledger: openLedger(description, telephones, credit) };
  });
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing, gateways, productUrl));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    settings: [...gateways.map((gateway) => settingsOf(gateway, url, productUrl)), ...noticesBy(gateways, options)],
    setCredit: credit.set,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function settingsOf({ name, description: { contract, base } }: Gateway, url: string, productUrl: string): CarrierSettings {
  const values = Object.entries(contract.values).map(([key, value]) => [key, value.replace('{product}', productUrl)]);
  return { ...contract, preset: name, url: `${url}/${name}${base}`, values: Object.fromEntries(values) };
}

/** Where no gateway takes notices, they go to the telephones as `plain`. */
function noticesBy(gateways: readonly Gateway[], { telcoUrl, telcoSecret }: CarrierOptions): readonly CarrierSettings[] {
  if (gateways.some(({ description }) => description.inquiry === null)) return [];
  const contract = { user: null, secret: telcoSecret ?? null, sender: 'MOTCUA', webhookSecrets: [], values: {}, templates: {} };
  return [{ ...contract, preset: 'plain', url: `${telcoUrl}/send` }];
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse, gateways: readonly Gateway[], productUrl: string) {
  try {
    const { status, type, body, headers } = await answer(incoming, await bodyOf(incoming), gateways, productUrl);
    outgoing.writeHead(status, { 'content-type': type, ...headers }).end(body);
  } catch (error) {
    if (!(error instanceof Broken)) console.error(error);
    incoming.socket.destroy();
  }
}

async function answer(incoming: IncomingMessage, body: string, gateways: readonly Gateway[], productUrl: string): Promise<Answer> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://carrier');
  if (pathname === '/v1/gateways/plain/receipts') return bringReceipt(incoming, body, gateways, productUrl);
  if (pathname === '/v1/gateways/plain/inquiries') return bringInquiry(body, gateways, productUrl);
  const [, name = '', ...rest] = pathname.split('/');
  const gateway = gateways.find((each) => each.name === name);
  const route = gateway?.description.routes[`${incoming.method} /${rest.join('/')}`];
  if (gateway === undefined || route === undefined) return plainAnswer(404);
  const asked: Asked = {
    query: Object.fromEntries(searchParams),
    header: (header) => [incoming.headers[header]].flat()[0],
    json: readJsonFields(body),
    form: Object.fromEntries(new URLSearchParams(body)),
    xml: readXmlFields(body),
  };
  return route(asked, gateway.ledger);
}

/** The telephone network tries again while it is not answered 2xx. */
async function bringReceipt(incoming: IncomingMessage, body: string, gateways: readonly Gateway[], productUrl: string): Promise<Answer> {
  const { id } = TELCO_RECEIPT.parse(JSON.parse(body));
  const gateway = gateways.find(({ ledger }) => ledger.submitted(id) !== undefined);
  const message = gateway?.ledger.submitted(id);
  if (gateway === undefined || message === undefined) {
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => name.startsWith('webhook-')));
    const signed = { 'content-type': 'application/json', ...(headers as Record<string, string>) };
    return plainAnswer(await passOn(`${productUrl}/v1/gateways/plain/receipts`, signed, body));
  }
  const call = gateway.description.receipt?.(message);
  if (call === undefined) return plainAnswer(204);
  const said = await callProduct(`${productUrl}/v1/gateways/${gateway.name}/receipts`, call);
  return plainAnswer(said !== null && said.status >= 200 && said.status < 300 ? 204 : 502);
}

async function bringInquiry(body: string, gateways: readonly Gateway[], productUrl: string): Promise<Answer> {
  const text = TELCO_TEXT.parse(JSON.parse(body));
  const gateway = gateways.find(({ description }) => description.inquiry !== null);
  const inquiry = gateway?.description.inquiry;
  if (!gateway || !inquiry) return plainAnswer(404);
  const waiting = gateway.ledger.waitForReply(text);
  const said = await callProduct(`${productUrl}/v1/gateways/${gateway.name}/inquiries`, inquiry.call(text));
  const read = said === null ? null : inquiry.readReply(said);
  if (read === null) return plainAnswer(502);
  const reply = read === 'later' ? await waiting : read;
  const outcome = reply === null || reply.text === null ? 'ignored' : 'answered';
  const content = { id: text.id, reply: reply?.text ?? null, charge: reply?.charge ?? false, outcome };
  return { status: 200, type: 'application/json', body: JSON.stringify(content) };
}

function plainAnswer(status: number): Answer {
  return { status, type: 'text/plain', body: '' };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
