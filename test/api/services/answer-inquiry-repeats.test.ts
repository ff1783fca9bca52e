import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginInquiry, bookAbandoned, settleInquiry } from '../../../src/db/inquiries.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import type { InquiryAnswer } from '../../../src/domain/inquiry-answer.ts';
import { openApi, type Api } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';

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

  test('also when another text comes under its id', async () => {
    const first = await api.inquire('MCKH 9999999999', { id: 'mo-other' });
    expect((await api.inquire('MCKH 0101701234', { id: 'mo-other', from: '84912345679' })).body).toEqual(first.body);
  });

  test('five times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.inquire('MCKH 0101701234', { id: 'mo-five' })));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ outcome: 'answered', charge: true });
    expect((await api.database.sql`select id from inquiries where id = 'mo-five'`).length).toBe(1);
  });

  test('of two answers to one message the first is booked, and both senders are told it', async () => {
    const { sql } = api.database;
    const inquiry = { gateway: 'plain', id: 'mo-race', phone: '84912345670', text: 'MCKH 0101701234', sentAt: instantAt(Date.now()) };
    const about = { keys: [], source: null, at: inquiry.sentAt };
    const mine: InquiryAnswer = { outcome: 'answered', reply: 'mine', charge: true };
    await beginInquiry(api.database, inquiry, { all: null, unknown: null }, []);
    let second: Promise<InquiryAnswer> | undefined;
    await sql.begin(async (first) => {
      await first`update inquiries set outcome = 'unknown', reply = 'the first', charge = false where id = 'mo-race'`;
      second = settleInquiry(api.database, inquiry, mine, about);
      const waiting = () => sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await eventually(async () => expect(await waiting()).toHaveLength(1));
    });
    expect(await second).toEqual({ outcome: 'unknown', reply: 'the first', charge: false });
  });
});

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
