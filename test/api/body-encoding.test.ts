import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { KEYS, signatureOf } from '../support/signature.ts';

type Operation = { readonly requestBody?: object; readonly security?: readonly object[]; readonly 'x-roles'?: readonly string[] };
const contract: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
);
const withBody = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { requestBody }]) => requestBody !== undefined)
    .map(([method, { security, 'x-roles': roles }]) => ({
      method: method.toUpperCase(),
      path,
      isSigned: security?.some((each) => 'webhook' in each) === true,
      role: (roles?.[0] ?? 'clerk') as keyof typeof KEYS,
    })),
);

/** A good body for each call; a call without one here fails. */
const BODIES: Readonly<Record<string, object>> = {
  '/v1/dossiers': { receiptCode: '0101701234', procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, step: 'Trả kết quả' },
  '/v1/dossiers/{code}/events': { eventId: 'e1', type: 'progress', step: 'Trả kết quả' },
  '/v1/notices/{key}/resend': { gateway: 'trả kết quả' },
  '/v1/gateways/{name}/share': { share: 30, reason: 'Nhà mạng trả kết quả chậm' },
  '/v1/gateways/{name}/inquiries': { id: 'mo-1', from: '84905123456', text: 'MCKH 0101701234 trả kết quả' },
  '/v1/gateways/{name}/receipts': { messageId: 'm-trả', status: 'delivered' },
};
const TABLES = ['dossiers', 'events', 'inquiries', 'receipts', 'gateway_shares'];

/** There is no notice of this key, which is found out once the body has been read. */
const READ: Readonly<Record<string, number>> = { '/v1/notices/{key}/resend': 404 };

const filled = (path: string) =>
  path.replace('{code}', '0101701234').replace('{key}', '0101701234%2Fresult%2F1').replace('{name}', 'plain');

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

test('every call with a body is tried', () => {
  expect(withBody.map(({ path }) => path).toSorted()).toEqual(Object.keys(BODIES).toSorted());
});

describe.each(withBody)('contract §2: $method $path', ({ method, path, isSigned, role }) => {
  const text = JSON.stringify(BODIES[path]);
  const send = async (bytes: Buffer, type = 'application/json') => {
    const identity = isSigned ? signatureOf(bytes) : { authorization: `Bearer ${KEYS[role]}` };
    const answer = await api.app.request(filled(path), {
      method,
      body: new Uint8Array(bytes),
      headers: { 'content-type': type, 'content-length': String(bytes.length), ...identity },
    });
    const body: unknown = answer.status === 204 ? null : await answer.json();
    return { status: answer.status, body };
  };
  const isRead = ({ status }: { readonly status: number }) => (READ[path] === undefined ? status < 300 : status === READ[path]);
  const counts = () => Promise.all(TABLES.map((table) => api.count(table)));
  const bom = Buffer.from([0xef, 0xbb, 0xbf]);

  test.each([
    ['Windows-1258', singleByte(text)],
    ['TCVN3', Buffer.from(text.replace('ả', '\u00b6').replace('ế', '\u00d5'), 'latin1')],
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['UTF-8 that is cut inside a letter', Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xe1, 0xba]), Buffer.from('"}')])],
    ['an overlong spelling', Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
    ['surrogates as UTF-8', Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])],
  ])('a body in %s is refused, and nothing is stored', async (_name, bytes) => {
    const before = await counts();
    expect(await send(bytes)).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(await counts()).toEqual(before);
  });

  test.each(['windows-1258', 'utf-16', 'iso-8859-1', 'us-ascii', '"utf-8', 'utf-8; charset=latin1', ''])(
    'the charset %j is refused, whatever the bytes are',
    async (charset) => {
      const before = await counts();
      expect(await send(Buffer.from(text), `application/json; charset=${charset}`)).toMatchObject({
        status: 400,
        body: { code: 'malformed' },
      });
      expect(await counts()).toEqual(before);
    },
  );

  test.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('the charset %s is taken', async (charset) => {
    expect(await send(Buffer.from(text), `application/json; charset=${charset}`)).toSatisfy(isRead);
  });

  test('a byte order mark is dropped', async () => {
    expect(await send(Buffer.concat([bom, Buffer.from(text)]))).toSatisfy(isRead);
  });
});

test('a caller without a key or a signature is told so, whatever the body', async () => {
  for (const { method, path } of withBody) {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    const answer = await api.app.request(filled(path), {
      method,
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([path, answer.status]).toEqual([path, 401]);
  }
});

/** As software of one byte a letter writes it: the base letter with a mark of its own behind it. */
function singleByte(text: string): Buffer {
  return Buffer.from(text.normalize('NFD').replace(/\p{M}/gu, '\u00d2'), 'latin1');
}
