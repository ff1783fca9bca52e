import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';
import {
  ADDRESS_OF_B,
  esmsReceipt,
  kannelCall,
  plainCall,
  severalGateways,
  shortCodeInquiry,
  vcomInquiry,
  type Call,
} from '../../support/several-gateways.ts';

const CODE = '0101701234';
const M4 = `Hồ sơ của quý ông/bà (MS: ${CODE}) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn`;

let api: Api;
let next = 1;
/** A number that never asked before. */
const newNumber = () => `8491${String(next++).padStart(7, '0')}`;
beforeAll(async () => {
  api = await openApi(severalGateways());
  await api.register({ receiptCode: CODE, step: 'Thẩm định' });
});
afterAll(() => api[Symbol.asyncDispose]());

/** As it comes over a connection from this address. */
async function send({ method, path, headers, body }: Call, address = ADDRESS_OF_B) {
  const env = { incoming: { socket: { remoteAddress: address } } };
  const answer = await api.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) }, env);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const rowsOf = async (id: string) =>
  (await api.database.sql`select gateway, id, outcome, charge, carried from inquiries where id = ${id} order by gateway`).map((row) => ({
    ...row,
  }));

describe('requirements §11.1: an inquiry comes by any gateway, and the gateway is answered in its own words', () => {
  test('signed JSON', async () => {
    const answer = await send(plainCall('a', 'inquiries', { id: 'mo-a', from: newNumber(), text: `MCKH ${CODE}` }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { id: 'mo-a', reply: M4, charge: true, outcome: 'answered' }]);
    expect(await rowsOf('mo-a')).toMatchObject([{ gateway: 'a', outcome: 'answered', charge: true }]);
  });

  test('a GET with a secret in its address, answered in plain text', async () => {
    const answer = await send(kannelCall('inquiries', { id: 'mo-line', from: newNumber(), text: `MCKH ${CODE}`, charset: 'UTF-8' }));
    expect([answer.status, answer.text]).toEqual([200, M4]);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await rowsOf('mo-line')).toMatchObject([{ gateway: 'line', outcome: 'answered' }]);
  });

  test('a GET with a checksum, answered in XML', async () => {
    const answer = await send(shortCodeInquiry({ sender: newNumber(), content: `MCKH ${CODE}`, smsid: 'mo-short' }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/xml/);
    expect(answer.text).toContain(`<Message>${M4}</Message>`);
    expect(await rowsOf('mo-short')).toMatchObject([{ gateway: 'short', outcome: 'answered' }]);
  });

  test('requirements §11.5: a POST with a checksum is acknowledged, and what the gateway wants back with the reply is kept', async () => {
    const answer = await send(vcomInquiry({ request_id: 'mo-vcom', phone: newNumber(), message: `MCKH ${CODE}` }));
    expect([answer.status, JSON.parse(answer.text).data.code]).toEqual([200, 200]);
    expect(answer.text).not.toContain('Hồ sơ');
    expect(await rowsOf('mo-vcom')).toMatchObject([
      { gateway: 'v-com', outcome: 'answered', carried: { service: '7068', command: 'MCKH' } },
    ]);
  });

  test('requirements §7.4: the same id from two gateways is two messages, and from one gateway one', async () => {
    const message = { id: 'mo-same', from: newNumber(), text: `MCKH ${CODE}` };
    for (const gateway of ['a', 'b', 'a'] as const) expect((await send(plainCall(gateway, 'inquiries', message))).status).toBe(200);
    expect(await rowsOf('mo-same')).toMatchObject([{ gateway: 'a' }, { gateway: 'b' }]);
  });
});

describe('requirements §11.3: a receipt comes by any gateway', () => {
  const receiptsOf = async (messageId: string) =>
    (await api.database.sql`select gateway, status from receipts where message_id = ${messageId}`).map((row) => ({ ...row }));

  test('signed JSON', async () => {
    expect(await send(plainCall('b', 'receipts', { messageId: 'm-b', status: 'delivered' }))).toMatchObject({ status: 204, text: '' });
    expect(await receiptsOf('m-b')).toEqual([{ gateway: 'b', status: 'delivered' }]);
  });

  test('a GET with a secret in its address', async () => {
    expect((await send(esmsReceipt({ SMSID: 'm-esms', SendStatus: '5', SendSuccess: '2', SendFailed: '0' }))).status).toBe(200);
    expect(await receiptsOf('m-esms')).toEqual([{ gateway: 'esms', status: 'delivered' }]);
  });

  test('and is counted by what it says', async () => {
    await send(kannelCall('receipts', { reference: 'nobody-knows', status: '2' }));
    expect((await api.call('GET', '/metrics')).body).toMatch(/^sms_receipts_total\{status="undelivered"\} [1-9]/m);
  });
});

describe('contract §4: what is no call of a configured gateway', () => {
  test.each(['plain', 'nowhere', 'constructor', '__proto__', 'A', 'a%20', ''])('the name %j is no address', async (name) => {
    for (const what of ['inquiries', 'receipts']) {
      const answer = await send({
        ...plainCall('a', 'receipts', { messageId: 'm-x', status: 'delivered' }),
        path: `/v1/gateways/${name}/${what}`,
      });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, 'not_found']);
    }
  });

  test.each([
    ['/v1/gateways/short/receipts', 'a gateway without receipts'],
    ['/v1/gateways/esms/inquiries', 'a gateway without inquiries'],
  ])('%s of %s is no address', async (path) => {
    expect((await send({ method: 'GET', path, headers: {} })).status).toBe(404);
  });

  test.each([
    ['GET', '/v1/gateways/a/inquiries', 'POST'],
    ['PUT', '/v1/gateways/a/receipts', 'POST'],
    ['HEAD', '/v1/gateways/line/inquiries', 'GET'],
    ['POST', '/v1/gateways/line/receipts', 'GET'],
    ['OPTIONS', '/v1/gateways/v-com/inquiries', 'POST'],
  ])('%s %s is a wrong method, also with a good secret, and Allow says which is right', async (method, path, allow) => {
    const before = await api.count('inquiries');
    const query = kannelCall('inquiries', { id: 'mo-head', from: newNumber(), text: 'MCKH' }).path.split('?')[1];
    const answer = await api.app.request(`${path}?${query}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(await api.count('inquiries')).toBe(before);
  });

  test('a call from elsewhere than the settings say is 401, also through a proxy, and one through a proxy from there is taken', async () => {
    const call = plainCall('b', 'receipts', { messageId: 'm-elsewhere', status: 'delivered' });
    const through = (forwarded: string) => ({ ...call, headers: { ...call.headers, 'x-forwarded-for': forwarded } });
    expect((await send(call, '198.51.100.1')).status).toBe(401);
    expect((await send(through(ADDRESS_OF_B), '198.51.100.1')).status, 'said by one that is no proxy of ours').toBe(401);
    expect((await send(through(`${ADDRESS_OF_B}, 198.51.100.1`), '127.0.0.1')).status, 'said by the caller').toBe(401);
    expect((await send(through(`198.51.100.1, ${ADDRESS_OF_B}`), '127.0.0.1')).status).toBe(204);
  });

  test('a citizen’s text that is a receipt is acknowledged and kept as no inquiry that is answered', async () => {
    const text = 'id:7 sub:001 dlvrd:001 stat:DELIVRD err:000';
    const answer = await send(shortCodeInquiry({ sender: newNumber(), content: text, smsid: 'mo-receipt' }));
    expect([answer.status, answer.text.includes('Hồ sơ')]).toEqual([200, false]);
    expect(await rowsOf('mo-receipt')).toEqual([]);
  });
});
