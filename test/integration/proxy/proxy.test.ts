import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { KEYS } from '../../support/signature.ts';
import { CADDY_WITHIN_MS, canRunCaddy } from './caddy.ts';
import { createSender, stallOverHttp2, type Answer, type Sent } from './senders.ts';
import { openProxiedApis } from './world.ts';

const hasCaddy = canRunCaddy();
const WITHOUT = hasCaddy ? '' : ' (Caddy is not in the cache, and no Go is there to build it: https://go.dev/dl)';
const CLERK = { authorization: `Bearer ${KEYS.clerk}` };
const CODES = Array.from({ length: 10 }, (_, n) => `02017${String(n).padStart(5, '0')}`);
/** The proxy gives a body 45 s. */
const STALLED_MS = 80_000;

describe.skipIf(!hasCaddy)(`behind the Caddy of production${WITHOUT}`, () => {
  let world: Awaited<ReturnType<typeof openProxiedApis>>;
  beforeAll(async () => {
    world = await openProxiedApis();
    const register = async (code: string) => expect(await world.sender.send(registration(code))).toMatchObject({ status: 201 });
    for (const code of CODES) await eventually(() => register(code));
  }, CADDY_WITHIN_MS);
  afterAll(() => world?.close());

  describe.concurrent('a client whose body stops', () => {
    test(
      'is told 408, over HTTP/1.1 in each form of body and over HTTP/2, and nothing is recorded',
      async () => {
        const codes = Array.from({ length: 12 }, (_, n) => `02018${String(n).padStart(5, '0')}`);
        const hows = ['length', 'chunked', 'drip'] as const;
        const answers = await Promise.all(
          codes.map((code, n) => {
            const how = hows[n % 4];
            return how === undefined ? stallOverHttp2(world.proxy, registration(code)) : world.sender.stall(registration(code), how);
          }),
        );
        expect(answers.map(({ status }) => status)).toEqual(codes.map(() => 408));
        for (const code of codes) expect(await world.sender.send(registration(code))).toMatchObject({ status: 201 });
      },
      STALLED_MS,
    );

    test(
      'is never told 200, not even by an api that never answers',
      async () => {
        const stalling = createSender(world.silentProxy);
        const answers = await Promise.all([
          ...Array.from({ length: 12 }, () => stalling.stall(registration('0201800001'), 'length')),
          ...Array.from({ length: 4 }, () => stallOverHttp2(world.silentProxy, registration('0201800001'))),
        ]);
        expect(answers.filter(isFalseAcknowledgement)).toEqual([]);
        stalling.close();
      },
      STALLED_MS,
    );
  });

  test.concurrent(
    'an api that never answers is a 504 for a whole body, not an empty 200',
    async () => {
      const patient = createSender(world.silentProxy);
      const answers = await Promise.all(Array.from({ length: 8 }, () => patient.send(registration('0201800001'))));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 504));
      patient.close();
    },
    STALLED_MS,
  );

  test('two bodies over 64 KB a second without a key keep no good request out', async () => {
    await using attack = startAttack(world.sender);
    await using good = startGoodSender(world.sender);
    await sleep(8000);
    const answers = await good.answers();
    expect(answers.filter((answer) => !isAcknowledged(answer))).toEqual([]);
    expect(answers.length).toBeGreaterThan(100);
    expect(new Set((await attack.answers()).map(({ status }) => status))).toEqual(new Set([413]));
  }, 60_000);

  test('an api that is killed, and then the other, is not seen by those who send after that, under the same attack', async () => {
    await using attack = startAttack(world.sender);
    await using good = startGoodSender(world.sender);
    const kills: number[] = [];
    for (const api of world.apis) {
      await sleep(1000);
      kills.push(Date.now());
      await api.kill();
      await sleep(5000);
      await api.start();
      await sleep(3000);
    }
    const answers = await good.answers();
    const failed = answers.filter((answer) => !isAcknowledged(answer));
    // What an api had taken when it was killed is its sender's to repeat, with its id.
    expect(failed.filter(({ begunAt, endedAt }) => !kills.some((at) => begunAt < at + 100 && endedAt > at))).toEqual([]);
    expect(failed.filter(isFalseAcknowledgement)).toEqual([]);
    for (const { sent } of failed) expect(isAcknowledged(await world.sender.send(sent))).toBe(true);
    expect((await attack.answers()).filter(isFalseAcknowledgement)).toEqual([]);
  }, 90_000);
});

function registration(receiptCode: string): Sent {
  const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
  return { path: '/v1/dossiers', headers: CLERK, body: JSON.stringify({ receiptCode, phone: '0905123456', procedure }) };
}

/** An acknowledgement is a JSON body with `seq` (contract §2). */
function isAcknowledged({ status, body }: Answer): boolean {
  return (status === 200 || status === 202) && /"seq":\d/.test(body);
}

function isFalseAcknowledgement(answer: Answer): boolean {
  return typeof answer.status === 'number' && answer.status < 300 && !isAcknowledged(answer);
}

/** Twenty events a second, whatever becomes of those before. */
function startGoodSender(sender: ReturnType<typeof createSender>) {
  return startSending(50, async (n) => {
    const body = JSON.stringify({ eventId: randomUUID(), type: 'progress', step: `Bước ${n}` });
    const sent = { path: `/v1/dossiers/${CODES[n % CODES.length]}/events`, headers: CLERK, body };
    const begunAt = Date.now();
    return { sent, begunAt, ...(await sender.send(sent)), endedAt: Date.now() };
  });
}

function startAttack(sender: ReturnType<typeof createSender>) {
  const sent = { path: '/v1/dossiers', body: JSON.stringify({ receiptCode: 'x'.repeat(70_000) }) };
  return startSending(500, (n) => sender.send(sent, { chunked: n % 2 === 0 }));
}

function startSending<T>(everyMs: number, send: (n: number) => Promise<T>) {
  const under: Promise<T>[] = [];
  const timer = setInterval(() => under.push(send(under.length)), everyMs);
  const answers = async () => {
    clearInterval(timer);
    return Promise.all(under);
  };
  return { answers, [Symbol.asyncDispose]: async () => void (await answers()) };
}
