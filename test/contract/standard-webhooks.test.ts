import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE64_SECRET, startApiProgram, TEXT_SECRET, type ApiProgram } from './api-program.ts';

let api: ApiProgram;
beforeAll(async () => void (api = await startApiProgram()));
afterAll(() => api.close());

describe.for([
  ['whsec_', new Webhook(BASE64_SECRET)],
  ['plain text', new Webhook(TEXT_SECRET, { format: 'raw' })],
] as const)('the official library of Standard Webhooks, with a secret of the form %s', ([, webhook]) => {
  test('signs an inquiry', async () => {
    const answer = await send('inquiries', anInquiry('Hồ sơ của tôi đâu?'), webhook);
    expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'syntax', charge: false }]);
  });

  test('signs a receipt', async () => {
    const receipt = { messageId: 'gw-1', id: '0101701234/result/1', status: 'delivered', at: new Date().toISOString() };
    expect((await send('receipts', receipt, webhook)).status).toBe(204);
  });

  test('of another secret is refused', async () => {
    const other = new Webhook(`whsec_${Buffer.from('another secret of 24 byte').toString('base64')}`);
    expect((await send('inquiries', anInquiry('MCKH 0101701234'), other)).status).toBe(401);
  });

  test('of an hour ago is refused', async () => {
    const answer = await send('inquiries', anInquiry('MCKH 0101701234'), webhook, new Date(Date.now() - 3_600_000));
    expect(answer.status).toBe(401);
  });
});

function anInquiry(text: string) {
  return { id: `mo-${Math.random()}`, from: '84905123456', to: '8083', text, at: new Date().toISOString() };
}

async function send(what: 'inquiries' | 'receipts', content: object, webhook: Webhook, at = new Date()): Promise<Response> {
  const [id, body] = ['msg_1', JSON.stringify(content)];
  return fetch(`${api.url}/v1/gateways/plain/${what}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    },
    body,
  });
}
