import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../../../../src/api/app-env.ts';
import { liveAnswer, type LivePace } from '../../../../src/api/console/live-answer.ts';

const PACE: LivePace = { askEvery: 10, sayEvery: 60_000, lastsFor: 60_000 };

async function listen(readVersion: () => Promise<string>, some: Partial<LivePace> = {}, stopping = new AbortController()) {
  const app = new Hono<AppEnv>().get('/', (c) => liveAnswer(c, readVersion, stopping.signal, { ...PACE, ...some }));
  const answer = await app.request('/');
  const reader = answer.body?.getReader();
  if (!reader) throw new Error('expected an answer with a body');
  const decoder = new TextDecoder();
  return {
    answer,
    stopping,
    leave: () => reader.cancel(),
    /** Reads until this has come. */
    until: async (text: string) => {
      let read = '';
      while (!read.includes(text)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`expected ${text}, came ${read} and the end`);
        read += decoder.decode(value);
      }
      return read;
    },
    /** Reads to the end. */
    rest: async () => {
      let read = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return read;
        read += decoder.decode(value);
      }
    },
  };
}

test('console §4: the version is told at once, and again only when it is another one', async () => {
  let version = 'a';
  let asked = 0;
  const heard = await listen(async () => ((asked += 1) > 5 ? (version = 'b') : version));
  expect(heard.answer.headers.get('content-type')).toBe('text/event-stream');
  const read = await heard.until('data: b\n');
  expect(read.match(/data: \w/g)).toEqual(['data: a', 'data: b']);
  await heard.leave();
});

test('something leaves now and then, so that no proxy hangs up', async () => {
  const heard = await listen(async () => 'a', { sayEvery: 0, lastsFor: 200 });
  expect((await heard.rest()).match(/data: a/g)?.length).toBeGreaterThan(1);
});

test('while the version cannot be read, a comment leaves, and no error', async () => {
  let asked = 0;
  const heard = await listen(
    async () => {
      if ((asked += 1) < 3) throw new Error('PostgreSQL is away');
      return 'a';
    },
    { sayEvery: 0 },
  );
  expect(await heard.until('data: a')).toMatch(/^: \n\n/);
  await heard.leave();
});

test('it ends after its time, so that who is signed out gets no other', async () => {
  const heard = await listen(async () => 'a', { lastsFor: 50 });
  expect(await heard.rest()).toContain('data: a');
});

test('it ends with the process', async () => {
  const heard = await listen(async () => 'a', { askEvery: 60_000 });
  await heard.until('data: a');
  heard.stopping.abort();
  expect(await heard.rest()).toBe('');
});

test('nobody asks for the version once the browser has left', async () => {
  let asked = 0;
  const heard = await listen(async () => String((asked += 1)));
  await heard.until('data: 3');
  await heard.leave();
  const then = asked;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(asked - then).toBeLessThanOrEqual(1);
});
