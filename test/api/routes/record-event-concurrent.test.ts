import { expect, test } from 'vitest';
import { openApi } from '../../support/api.ts';

const ascending = (one: number, other: number) => one - other;
const progress = (at: number) => ({ eventId: `e${at}`, type: 'progress', step: `Bước ${at}` });

test('requirements §4.2 five times the same at once is accepted once and answered alike', async () => {
  await using api = await openApi();
  for (let round = 1; round <= 5; round++) {
    const code = `SAME-${round}`;
    await api.register({ receiptCode: code });
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.event(code, progress(1))));
    expect(answers.map(({ status }) => status).toSorted(ascending)).toEqual([200, 200, 200, 200, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await api.get(`/v1/dossiers/${code}`)).body.events).toBe(1);
  }
  expect(await api.count('events')).toBe(10);
  expect(await api.count('outbox')).toBe(10);
});

test('requirements §4.1 different ones at once are numbered without gaps', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: '0101701234' });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => api.event('0101701234', progress(at))));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
  expect(answers.map(({ body }) => body.seq).toSorted(ascending)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const { events } = (await api.get('/v1/dossiers/0101701234/timeline')).body;
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const recorded = events.map(({ recordedAt }: { recordedAt: string }) => recordedAt);
  expect(recorded).toEqual(recorded.toSorted());
});

test('requirements §4.2 one id with two contents at once: one is accepted, one is a conflict', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: '0101701234' });
  const contents = ['A', 'B'].map((step) => ({ eventId: 'e1', type: 'progress', step }));
  const answers = await Promise.all(contents.map((event) => api.event('0101701234', event)));
  expect(answers.map(({ status }) => status).toSorted(ascending)).toEqual([202, 409]);
});

test('requirements §4.7 a close beside nine others: what comes after it is refused, and nothing is lost', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: '0101701234' });
  const sent = [...Array.from({ length: 9 }, (_, at) => progress(at)), { eventId: 'end', type: 'close', outcome: 'withdrawn' }];
  const answers = await Promise.all(sent.map((event) => api.event('0101701234', event)));
  const taken = answers.filter(({ status }) => status === 202);
  const closing = answers.at(-1);
  expect(closing?.status).toBe(202);
  expect(Math.max(...taken.map(({ body }) => body.seq))).toBe(closing?.body.seq);
  for (const { status, body } of answers) expect(status === 202 || body.code === 'dossier_closed').toBe(true);
  expect(await api.count('events')).toBe(1 + taken.length);
});
