import { expect, test } from 'vitest';
import type { Exchange, HttpLink } from '../../../../src/sms/http-link.ts';
import { tokenRecipe } from '../../../../src/sms/preset/request-recipe.ts';
import { openTokenKeeper } from '../../../../src/sms/preset/token.ts';

const SIGNAL = new AbortController().signal;

test('a token is kept until shortly before it expires', async () => {
  const { keeper, asked, pass } = aKeeper(says(200, '{"t":"A","expires_in":3600}'), says(200, '{"t":"B","expires_in":"3600"}'));
  expect(await keeper.obtain(SIGNAL)).toEqual({ value: 'A', isNew: true });
  pass(3569);
  expect(await keeper.obtain(SIGNAL)).toEqual({ value: 'A', isNew: false });
  pass(1);
  expect(await keeper.obtain(SIGNAL)).toEqual({ value: 'B', isNew: true });
  expect(asked()).toBe(2);
});

test('a short life is used up to its half', async () => {
  const { keeper, asked, pass } = aKeeper(says(200, '{"t":"A","expires_in":10}'));
  await keeper.obtain(SIGNAL);
  pass(4.9);
  await keeper.obtain(SIGNAL);
  expect(asked()).toBe(1);
  pass(0.2);
  await keeper.obtain(SIGNAL);
  expect(asked()).toBe(2);
});

test('without a time it is kept until it is forgotten, and only the one that is kept can be', async () => {
  const { keeper, asked, pass } = aKeeper(says(200, '{"t":"A"}'));
  await keeper.obtain(SIGNAL);
  pass(10 ** 9);
  keeper.forget('another');
  await keeper.obtain(SIGNAL);
  expect(asked()).toBe(1);
  keeper.forget('A');
  await keeper.obtain(SIGNAL);
  expect(asked()).toBe(2);
});

test('calls at the same time share one request', async () => {
  const { keeper, asked } = aKeeper(says(200, '{"t":"A"}'));
  const all = await Promise.all([keeper.obtain(SIGNAL), keeper.obtain(SIGNAL), keeper.obtain(SIGNAL)]);
  expect(all).toEqual(Array.from({ length: 3 }, () => ({ value: 'A', isNew: true })));
  expect(asked()).toBe(1);
});

test.each([
  ['refused', says(401, '{"error":"invalid_client"}'), 'configuration'],
  ['refused with 400', says(400, '{"error":"invalid_client"}'), 'configuration'],
  ['refused with 200', says(200, '{"error":"invalid_client"}'), 'configuration'],
  ['an empty token', says(200, '{"t":""}'), 'configuration'],
  ['a page', says(200, '<html>'), 'unavailable'],
  ['away', says(503, ''), 'unavailable'],
  ['too fast', says(429, ''), 'throttled'],
  ['no answer', { kind: 'no_answer', detail: 'TimeoutError' } as const, 'unavailable'],
  ['no connection', { kind: 'never_sent', detail: 'ECONNREFUSED' } as const, 'unavailable'],
])('%s: nothing of the message was sent, and the next call asks again', async (_, answer, outcome) => {
  const { keeper } = aKeeper(answer, says(200, '{"t":"A"}'));
  expect(await keeper.obtain(SIGNAL)).toMatchObject({ outcome, detail: expect.stringMatching(/^token: /) });
  expect(await keeper.obtain(SIGNAL)).toEqual({ value: 'A', isNew: true });
});

function aKeeper(...answers: readonly Exchange[]) {
  let count = 0;
  let nowMs = 0;
  const link: HttpLink = async () => answers[Math.min(count++, answers.length - 1)] as Exchange;
  const request = { method: 'POST', url: 'http://127.0.0.1/', headers: {}, body: null } as const;
  const recipe = tokenRecipe.parse({ token: 't', expiresIn: 'expires_in' });
  const keeper = openTokenKeeper({ recipe, request, link, tell: (status, said) => `${status} ${said}` }, () => nowMs);
  return { keeper, asked: () => count, pass: (seconds: number) => void (nowMs += seconds * 1000) };
}

function says(status: number, text: string): Exchange {
  return { kind: 'answered', status, header: () => undefined, text };
}
