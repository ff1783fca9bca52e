import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCarrier } from '../../infra/dev/carriers/start-carrier.ts';
import type { Carrier, CarrierSettings } from '../../infra/dev/carriers/carrier.ts';
import { startTelco, type Telco } from '../../infra/dev/telco/start-telco.ts';
import { findPort } from '../../infra/stack/ports.ts';
import type { InquiryAnswer } from '../../src/domain/inquiry-answer.ts';
import { findDriver } from '../../src/sms/drivers.ts';
import type { GatewaySettings, Message, Sender } from '../../src/sms/gateway.ts';
import { eventually } from '../support/eventually.ts';
import { loopbackLink } from '../support/loopback-link.ts';
import { startProductStub, type Opened, type ProductStub } from './product-stub.ts';

/** The servers of `npm start -- --gateway …` between the product's drivers and the simulated telephones. */
type World = { readonly product: ProductStub; readonly telco: Telco; readonly carrier: Carrier; readonly sender: Sender };

const TELCO_SECRET = 'signs-what-the-network-says';

const M4: InquiryAnswer = {
  outcome: 'answered',
  reply: 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Tiếp nhận, trạng thái hồ sơ: Trong hạn',
  charge: true,
};

async function openWorld(name: string): Promise<World> {
  const product = await startProductStub(M4);
  const telcoPort = await findPort('telco', 0, () => {});
  const carrier = await startCarrier(name, { productUrl: product.url, telcoUrl: `http://127.0.0.1:${telcoPort}` });
  const telco = await startTelco({
    host: '127.0.0.1',
    port: telcoPort,
    webhookUrl: carrier.url,
    webhookSecret: TELCO_SECRET,
    receiptAfterMs: 10,
    retryAfterMs: 50,
  });
  const opened = new Map(carrier.settings.map((each) => [each.preset, open(each)]));
  product.open(opened);
  const [first] = carrier.settings;
  if (first === undefined) throw new Error('the carrier has no settings');
  return { product, telco, carrier, sender: senderOf(first) };
}

function open(given: CarrierSettings): Opened {
  const driver = findDriver(given.preset);
  const { replies, inquiriesOnly } = driver.capabilities;
  const needsSender = inquiriesOnly !== true || replies === 'by_call';
  return { receiver: driver.openReceiver(settingsOf(given)), sender: needsSender ? senderOf(given) : null };
}

function senderOf(given: CarrierSettings, changes: Partial<GatewaySettings> = {}): Sender {
  const { capabilities, openSender } = findDriver(given.preset);
  if (capabilities.inquiriesOnly === true && capabilities.replies !== 'by_call') return NO_SENDER;
  return openSender({ ...settingsOf(given), ...changes }, loopbackLink());
}

const NO_SENDER = { handOver: async () => ({ outcome: 'configuration', detail: 'inquiries only' }) } as unknown as Sender;

function settingsOf({ preset, ...given }: CarrierSettings): GatewaySettings {
  const own = { name: preset, timeoutMs: 5000, encoding: 'unicode', tps: 20, share: 100, prices: null, callersFrom: [] } as const;
  return { ...own, ...given, ...(preset === 'plain' ? { webhookSecrets: [TELCO_SECRET] } : {}) };
}

async function closeWorld({ product, telco, carrier }: World): Promise<void> {
  await telco.close();
  await carrier.close();
  await product[Symbol.asyncDispose]();
}

const AGENCY = 'Sở Tài chính';
const TEXTS = {
  result: `TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của ${AGENCY} để nhận kết quả`,
  supplement: `TB: hồ sơ của quý ông/bà (MS: 0101701234) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của ${AGENCY} để nhận thông báo`,
  apology: `TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 25/11/2026. Ông/bà có thể đến Bộ phận Một cửa của ${AGENCY} nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo`,
};

let number = 0;

function message(name: keyof typeof TEXTS, changes: Partial<Message> = {}): Message {
  number += 1;
  const values = { code: '0101701234', agency: AGENCY, date: '25/11/2026' };
  const reference = `0101701234/${name}/${number}`;
  return { reference, to: '84905123456', sender: 'MOTCUA', text: TEXTS[name], template: { name, values }, ...changes } as Message;
}

/** What each says to the same trouble; where nothing is documented, the driver cannot know better. */
const SENDERS = {
  esms: { receipts: true, again: 'duplicate', unregistered: 'content', noBalance: 'balance' },
  speedsms: { receipts: false, again: 'accepted', unregistered: 'accepted', noBalance: 'balance' },
  vietguys: { receipts: true, again: 'accepted', unregistered: 'content', noBalance: 'balance' },
  fpt: { receipts: false, again: 'accepted', unregistered: 'content', noBalance: 'balance' },
  viettel: { receipts: false, again: 'accepted', unregistered: 'content', noBalance: 'unavailable' },
  vnpt: { receipts: false, again: 'duplicate', unregistered: 'configuration', noBalance: 'balance' },
} as const;

describe.each(Object.entries(SENDERS))('requirements §11.2, §11.3: the server of %s', (name, says) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(name);
  });
  afterAll(() => closeWorld(world));

  it.each(['result', 'supplement', 'apology'] as const)('puts a whole %s on the telephone, and its receipt settles it', async (kind) => {
    const sent = message(kind);
    const handed = await world.sender.handOver(sent);
    expect(handed).toMatchObject({ outcome: 'accepted' });
    const arrived = world.telco.handovers().at(-1);
    expect(arrived).toMatchObject({ outcome: 'accepted', to: sent.to, text: sent.text, encoding: 'unicode' });
    if (!says.receipts) return;
    const told = world.sender.toldReference(sent.reference);
    const id = handed.outcome === 'accepted' ? handed.messageId : null;
    await eventually(() => {
      const receipt = world.product.receipts.find(({ messageId, reference }) => messageId === id || reference === told);
      expect(receipt).toMatchObject({ status: 'delivered' });
    });
  });

  it(`says ${says.again} to the same message again`, async () => {
    const sent = message('result');
    await world.sender.handOver(sent);
    expect(await world.sender.handOver(sent)).toMatchObject({ outcome: says.again });
  });

  it('refuses a wrong key, a bad number, a text that is not registered, and everything once the credit is used up', async () => {
    const [given] = world.carrier.settings;
    const stranger = given && senderOf(given, { secret: 'another-secret' });
    expect(await stranger?.handOver(message('result'))).toMatchObject({ outcome: 'configuration' });
    expect(await world.sender.handOver(message('result', { to: '84205123456' as Message['to'] }))).toMatchObject({
      outcome: 'destination',
    });

    const odd = message('result', { text: 'Chúc mừng năm mới', template: { name: 'result', values: { code: '', agency: '' } } });
    const outcome = await (given && senderOf(given, name === 'vnpt' ? { templates: UNREGISTERED } : {}))?.handOver(odd);
    expect(outcome).toMatchObject({ outcome: says.unregistered });

    world.carrier.setCredit(0);
    expect(await world.sender.handOver(message('result'))).toMatchObject({ outcome: says.noBalance });
    world.carrier.setCredit(undefined);
    expect(await world.sender.handOver(message('result'))).toMatchObject({ outcome: 'accepted' });
  });

  it('breaks the connection when the network is down, and nobody knows', async () => {
    world.telco.setFault({ kind: 'down' });
    expect(await world.sender.handOver(message('result'))).toMatchObject({ outcome: 'unknown' });
    world.telco.setFault({ kind: 'none' });
  });
});

const UNREGISTERED = {
  result: { id: '9999', parameters: ['code', 'agency'] },
  supplement: { id: '9999', parameters: ['code', 'agency'] },
  apology: { id: '9999', parameters: ['code', 'agency'] },
};

describe.each([
  { name: 'esms-short-code', charged: false },
  { name: '1pay', charged: true },
  { name: 'v-com', charged: true },
  { name: 'esms', charged: false },
])('requirements §11.5: the server of $name', ({ name, charged }) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(name);
  });
  afterAll(() => closeWorld(world));

  it('brings a text with its accents, and the answer to the telephone with its charge mark', async () => {
    await fetch(`${world.telco.url}/api/texts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: '0905123456', text: 'MCKH mã 0101701234 & cảm ơn' }),
    });
    await eventually(async () => {
      const shown = await (await fetch(`${world.telco.url}/api/phones/0905123456/messages`)).json();
      expect(shown).toMatchObject([{ progress: 'answered' }, { text: M4.reply, charge: charged }]);
    });
    expect(world.product.inquiries).toMatchObject([{ from: '84905123456', text: 'MCKH mã 0101701234 & cảm ơn' }]);
  });

  if (name === 'esms') return;
  it('lets notices through beside it, with their receipts', async () => {
    const plain = world.carrier.settings.find(({ preset }) => preset === 'plain');
    const sent = message('result');
    expect(await (plain && senderOf(plain))?.handOver(sent)).toMatchObject({ outcome: 'accepted' });
    await eventually(() => expect(world.product.receipts).toMatchObject([{ reference: sent.reference, status: 'delivered' }]));
  });
});
