import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginInquiry, bookAbandoned, settleInquiry } from '../../../src/db/inquiries.ts';
import type { InquiryAnswer } from '../../../src/domain/inquiry-answer.ts';
import { openApi, type Answer, type Api } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { aBooking, aKeeping, anInquiry } from '../../support/inquiries.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.register({ receiptCode: '0101701234' });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §7.4: a message that comes again gets the same answer', () => {
  test.each([
    ['an answer', 'MCKH 0101701234'],
    ['an unknown code', 'MCKH 9999999999'],
    ['a syntax error', 'MCKH'],
  ])('%s', async (what, text) => {
    const first = await api.inquire(text, { id: `mo-${what}` });
    await api.event('0101701234', { type: 'progress', step: `Sau ${what}` });
    for (let times = 0; times < 3; times++) expect((await api.inquire(text, { id: `mo-${what}` })).body).toEqual(first.body);
    const [row] = await api.database.sql`select count(*)::int as n from inquiries where id = ${`mo-${what}`}`;
    expect(row).toEqual({ n: 1 });
  });

  test.each(['+84912345678', '0912345678', '0084912345678', '912345678', '0912 345 678'])('also from %s', async (from) => {
    const first = await api.inquire('MCKH 0101701234', { id: `mo-from-${from}` });
    expect((await api.inquire('MCKH 0101701234', { id: `mo-from-${from}`, from })).body).toEqual(first.body);
    expect(await numbered(`mo-from-${from}`)).toHaveLength(1);
  });

  test('five times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.inquire('MCKH 0101701234', { id: 'mo-five' })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ outcome: 'answered', charge: true });
    expect((await api.database.sql`select id from inquiries where id = 'mo-five'`).length).toBe(1);
  });

  test('of two answers to one message the first is booked, and both senders are told it', async () => {
    const { sql } = api.database;
    const mine: InquiryAnswer = { outcome: 'answered', reply: 'mine', charge: true };
    const { key } = await beginInquiry(api.database, anInquiry({ id: 'mo-race' }), aKeeping());
    let second: Promise<InquiryAnswer> | undefined;
    await sql.begin(async (first) => {
      await first`update inquiries set outcome = 'unknown', reply = 'the first', charge = false where id = 'mo-race'`;
      second = settleInquiry(api.database, key, mine, aBooking());
      const waiting = () => sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await eventually(async () => expect(await waiting()).toHaveLength(1));
    });
    expect(await second).toEqual({ outcome: 'unknown', reply: 'the first', charge: false });
  });
});

describe('requirements §7.4: a message id that is used again for another question', () => {
  test('names a question of its own for each sender and each text, and each has its answer and its charge', async () => {
    await api.register({ receiptCode: '0101701299' });
    const ask = (text: string, from: string) => api.inquire(text, { id: 'mo-again', from });
    const [one, other] = ['84912345671', '84912345672'];
    expect((await ask('MCKH 0101701234', one)).body).toMatchObject({ charge: true, reply: expect.stringContaining('0101701234') });
    expect((await ask('MCKH 0101701299', other)).body).toMatchObject({ charge: true, reply: expect.stringContaining('0101701299') });
    expect((await ask('MCKH', one)).body).toMatchObject({ charge: false, outcome: 'syntax' });
    expect((await ask('MCKH 0101701299', other)).body).toMatchObject({ charge: true, reply: expect.stringContaining('0101701299') });
    expect((await ask('MCKH 0101701234', one)).body).toMatchObject({ charge: true, reply: expect.stringContaining('0101701234') });
    expect(await numbered('mo-again')).toEqual([
      { nth: 1, phone: one, outcome: 'answered', code_keys: ['0101701234'] },
      { nth: 2, phone: other, outcome: 'answered', code_keys: ['0101701299'] },
      { nth: 3, phone: one, outcome: 'syntax', code_keys: [] },
    ]);
  });

  test.each([1, 2, 3, 4, 5])('by five senders at once: five questions, five answers (%i)', async (round) => {
    const id = `mo-at-once-${round}`;
    const senders = [3, 4, 5, 6, 7].map((last) => `8491234568${last}`);
    const answers = await Promise.all(senders.map((from, nth) => api.inquire(nth < 3 ? 'MCKH 0101701234' : 'MCKH', { id, from })));
    expect(answers.map(({ status, body }) => [status, body.outcome, body.charge])).toEqual([
      ...Array.from({ length: 3 }, () => [200, 'answered', true]),
      ...Array.from({ length: 2 }, () => [200, 'syntax', false]),
    ]);
    const rows = await numbered(id);
    expect(rows.map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 5]);
    expect(rows.map(({ phone }) => phone).toSorted()).toEqual(senders);
  });

  test('by one sender with two texts at once, each five times: two answers, one charge', async () => {
    const texts = Array.from({ length: 10 }, (_, nth) => (nth % 2 === 0 ? 'MCKH 0101701234' : 'MCKH'));
    const answers = await Promise.all(texts.map((text) => api.inquire(text, { id: 'mo-two-texts', from: '84912345688' })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(2);
    expect((await numbered('mo-two-texts')).map(({ outcome }) => outcome).toSorted()).toEqual(['answered', 'syntax']);
  });

  test('is listed as often as it was asked, page by page', async () => {
    for (const from of ['84912345693', '84912345694', '84912345695']) await api.inquire('MCKH', { id: 'mo-listed', from });
    await api.database.sql`update inquiries set received_at = '2017-11-20T08:00:00Z' where id = 'mo-listed'`;
    const from: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = `/v1/inquiries?from=2017-11-20&to=2017-11-20&limit=1${cursor && `&cursor=${cursor}`}`;
      const { body }: Answer = await api.get(page, 'operator');
      from.push(...body.items.map((item: { from: string }) => item.from));
      cursor = body.nextCursor;
    }
    expect(from.toSorted()).toEqual(['0912 *** 693', '0912 *** 694', '0912 *** 695']);
  });

  test('is answered anew once the first question was erased', async () => {
    await api.inquire('MCKH 0101701234', { id: 'mo-erased', from: '84912345699' });
    await api.database.sql`update inquiries set phone = null, text = null, reply = null where id = 'mo-erased'`;
    expect((await api.inquire('MCKH 0101701234', { id: 'mo-erased', from: '84912345699' })).body).toMatchObject({ charge: true });
    expect((await numbered('mo-erased')).map(({ nth }) => nth)).toEqual([1, 2]);
  });
});

async function numbered(id: string) {
  const rows = await api.database.sql<{ nth: number; phone: string; outcome: string; code_keys: string[] | null }[]>`
    select nth, phone, outcome, code_keys from inquiries where id = ${id} order by nth`;
  return [...rows];
}

test('requirements §7.6: a question whose api was killed is booked as busy, free of charge, once its gateway asks no more', async () => {
  await using api = await openApi();
  await api.database.sql`
    insert into inquiries (gateway, id, phone, text, sent_at, received_at)
    select 'plain', id, '84912345678', 'MCKH 0101701234', now(), now() - age
    from (values ('cut-short', interval '61 minutes'), ('under-way', interval '59 minutes')) one (id, age)`;
  await bookAbandoned(api.database);
  const { items } = (await api.get('/v1/inquiries', 'operator')).body;
  expect(items).toMatchObject([
    { id: 'under-way', outcome: null },
    { id: 'cut-short', outcome: 'busy', charge: false, reply: expect.stringContaining('Hệ thống đang bận') },
  ]);
});
