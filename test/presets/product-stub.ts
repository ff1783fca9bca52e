import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { InquiryAnswer } from '../../src/domain/inquiry-answer.ts';
import type { ForeignInquiry, ForeignReceipt, HttpAnswer, Receiver, Sender } from '../../src/sms/gateway.ts';

/** One gateway as the product has opened it. */
export type Opened = { readonly receiver: Receiver; readonly sender: Sender | null };

export type ProductStub = AsyncDisposable & {
  readonly url: string;
  readonly receipts: readonly ForeignReceipt[];
  readonly inquiries: readonly ForeignInquiry[];
  /** The gateways are opened when their server runs, because their settings name its address. */
  readonly open: (gateways: ReadonlyMap<string, Opened>) => void;
};

/** The webhooks of the product without anything behind them: every inquiry gets the same answer. */
export async function startProductStub(answer: InquiryAnswer): Promise<ProductStub> {
  const receipts: ForeignReceipt[] = [];
  const inquiries: ForeignInquiry[] = [];
  let gateways: ReadonlyMap<string, Opened> = new Map();

  const respond = async (incoming: IncomingMessage): Promise<HttpAnswer> => {
    const url = new URL(incoming.url ?? '/', 'http://product');
    const [, name = '', kind] = /^\/v1\/gateways\/([^/]+)\/(receipts|inquiries)$/.exec(url.pathname) ?? [];
    const { receiver, sender } = gateways.get(name) ?? { receiver: null, sender: null };
    const door = kind === 'receipts' ? receiver?.receipts : receiver?.inquiries;
    if (!door || door.method !== incoming.method) return NOT_FOUND;
    const read = door.read({
      query: Object.fromEntries(url.searchParams),
      header: (header) => [incoming.headers[header]].flat()[0],
      body: await bodyOf(incoming),
      address: incoming.socket.remoteAddress ?? null,
      nowMs: Date.now(),
    });
    if (read.kind === 'receipts') receipts.push(...read.receipts);
    if (read.kind !== 'inquiry') return 'answer' in read ? read.answer : REFUSED;
    inquiries.push(read.inquiry);
    if (sender?.sendReply) void replyByCall(sender.sendReply, read.inquiry, answer);
    return read.answer(answer);
  };

  const server = createServer((incoming, outgoing) => void respond(incoming).then((said) => write(outgoing, said)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    receipts,
    inquiries,
    open: (opened) => void (gateways = opened),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const NOT_FOUND: HttpAnswer = { status: 404, headers: {}, body: null };
const REFUSED: HttpAnswer = { status: 401, headers: {}, body: null };

async function replyByCall(sendReply: NonNullable<Sender['sendReply']>, inquiry: ForeignInquiry, answer: InquiryAnswer): Promise<void> {
  const { outcome, reply, charge } = answer;
  await sendReply({
    inquiryId: inquiry.id,
    reference: `reply${inquiry.id}`,
    to: inquiry.from,
    text: reply ?? '',
    charge,
    outcome,
    carried: inquiry.carried,
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function write(outgoing: ServerResponse, { status, headers, body }: HttpAnswer): void {
  outgoing.writeHead(status, headers).end(body);
}
