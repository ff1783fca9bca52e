import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replyReference } from '../../../src/db/replies.ts';
import type { Inquiry } from '../../../src/domain/inquiry-answer.ts';
import type { Capabilities, GatewaySettings } from '../../../src/sms/gateway.ts';
import { createServices } from '../../../src/services/services.ts';
import { NO_DATABASE, openApi, type Api } from '../../support/api.ts';
import { anInquiry } from '../../support/inquiries.ts';

const CODE = '0101701234';
const TEXT = `MCKH ${CODE}`;

const PLAIN: Capabilities = {
  deduplicates: true,
  receipts: true,
  replies: 'in_answer',
  renumbersRepeats: false,
  chargeMarks: true,
  longestReference: null,
  encodings: ['unicode', 'ascii'],
  rateCounts: 'messages',
};
const GATEWAYS: Readonly<Record<string, Capabilities>> = {
  plain: PLAIN,
  other: PLAIN,
  renumbering: { ...PLAIN, renumbersRepeats: true },
  another: { ...PLAIN, renumbersRepeats: true },
  calling: { ...PLAIN, replies: 'by_call' },
};

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.register({ receiptCode: CODE });
});
afterAll(() => api[Symbol.asyncDispose]());
let ordered: string[] = [];
beforeEach(async () => {
  ordered = [];
  await api.database.sql`delete from inquiries`;
});

/** The services behind these gateways. */
function askAt({ deps }: Pick<Api, 'deps'>, settings: Partial<GatewaySettings> = {}) {
  const [plain] = deps.gateways;
  if (!plain) throw new Error('expected a gateway in the settings, came none');
  const services = createServices({
    ...deps,
    gateways: Object.keys(GATEWAYS).map((name) => ({ ...plain, ...settings, name })),
    receivers: new Map(Object.entries(GATEWAYS).map(([name, capabilities]) => [name, { capabilities }])),
    orderReply: (reference) => void ordered.push(reference),
  });
  return (some: Partial<Inquiry>) => services.answerInquiry(anInquiry({ text: TEXT, ...some }));
}

const rows = () => api.database.sql`
  select gateway, id, nth, outcome, charge, repeats, carried, reply_segments, reply_cost, reply_status, reply_reference,
    reply_due_at is null as over
  from inquiries order by received_at, gateway`;

test('requirements §7.4: the same message id from two gateways is two messages, and each is answered and charged', async () => {
  const ask = askAt(api);
  const answers = [await ask({ gateway: 'plain', id: 'mo-1' }), await ask({ gateway: 'other', id: 'mo-1' })];
  expect(answers.map(({ outcome, charge }) => [outcome, charge])).toEqual([
    ['answered', true],
    ['answered', true],
  ]);
  expect(await rows()).toMatchObject([
    { gateway: 'plain', id: 'mo-1', nth: 1 },
    { gateway: 'other', id: 'mo-1', nth: 1 },
  ]);
});

describe('requirements §7.4: where a gateway gives a repeat a new number', () => {
  test('the same sender and text within 60 s is a repeat: the same answer and one charge', async () => {
    const ask = askAt(api);
    const first = await ask({ gateway: 'renumbering', id: 'a' });
    await api.event(CODE, { type: 'progress', step: 'Thẩm định' });
    for (const id of ['b', 'c']) expect(await ask({ gateway: 'renumbering', id })).toEqual(first);
    expect(await rows()).toMatchObject([{ id: 'a', charge: true, repeats: 2 }]);
  });

  test('five at once under five numbers are one question', async () => {
    const ask = askAt(api);
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => ask({ gateway: 'renumbering', id })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await rows()).toMatchObject([{ charge: true, repeats: 4 }]);
  });

  test.each([
    ['61 s later', {}, '61 seconds'],
    ['with another text', { text: `${TEXT} cam on` }, '1 second'],
    ['from another sender', { phone: '84912345671' }, '1 second'],
    ['at another gateway that does so', { gateway: 'another' }, '1 second'],
  ])('%s it is a question of its own', async (_, some, ago) => {
    const ask = askAt(api);
    await ask({ gateway: 'renumbering', id: 'a' });
    await api.database.sql`update inquiries set received_at = now() - ${ago}::interval`;
    expect(await ask({ gateway: 'renumbering', id: 'b', ...some })).toMatchObject({ charge: true });
    expect(await rows()).toMatchObject([{ repeats: 0 }, { repeats: 0 }]);
  });

  test('at a gateway that keeps its numbers it is a question of its own', async () => {
    const ask = askAt(api);
    for (const id of ['a', 'b']) expect(await ask({ gateway: 'plain', id })).toMatchObject({ charge: true });
    expect(await rows()).toHaveLength(2);
  });

  test('requirements §7.8: a machine that repeats in a loop meets the limit, and then silence', async () => {
    const ask = askAt({ deps: { ...api.deps, inquirySettings: { ...api.deps.inquirySettings, limit: { count: 3, windowMs: 600_000 } } } });
    const outcomes = [];
    for (const id of ['a', 'b', 'c', 'd', 'e']) outcomes.push((await ask({ gateway: 'renumbering', id })).outcome);
    expect(outcomes).toEqual(['answered', 'answered', 'answered', 'ignored', 'ignored']);
    expect((await ask({ gateway: 'renumbering', id: 'f', text: `${TEXT} ?` })).outcome).toBe('too_many');
  });
});

describe('requirements §11.5: a reply by a call of its own', () => {
  test('is booked with its answer and ordered once, with what the gateway wants back', async () => {
    const ask = askAt(api, { encoding: 'ascii', prices: { notice: 500, reply: 350 } });
    const inquiry = { gateway: 'calling', id: 'mo-1', carried: { request_id: 'r-7' } };
    const answers = [await ask(inquiry), await ask(inquiry)];
    expect(answers[0]?.reply).toContain('Ho so cua quy ong/ba');
    expect(answers[1]).toEqual(answers[0]);
    const reference = replyReference({ gateway: 'calling', id: 'mo-1', nth: 1 });
    expect(ordered).toEqual([reference]);
    expect(reference).toMatch(/^[a-p]{32}$/);
    const booked = { reply_status: 'created', reply_reference: reference, reply_segments: 1, reply_cost: 350, over: false };
    expect(await rows()).toMatchObject([{ charge: true, carried: { request_id: 'r-7' }, ...booked }]);
  });

  test('is not ordered where the answer is silence, nor where it travels in the answer', async () => {
    const ask = askAt(api);
    await ask({ gateway: 'calling', phone: 'VIETTEL' });
    await ask({ gateway: 'plain' });
    expect(ordered).toEqual([]);
    expect(await rows()).toMatchObject([
      { reply_status: null, reply_reference: null, over: true },
      { reply_status: null, reply_reference: null, over: true },
    ]);
  });

  test('cannot leave without PostgreSQL: the gateway is refused and asks again, while one that takes answers is told busy', async () => {
    await using away = await openApi({}, undefined, NO_DATABASE);
    const ask = askAt(away);
    const error = await ask({ gateway: 'calling' }).catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: expect.stringMatching(/ECONNREFUSED|ETIMEDOUT/) });
    expect(await ask({ gateway: 'plain' })).toMatchObject({ outcome: 'busy', charge: false });
    expect(ordered).toEqual([]);
  });
});
