import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHealth } from '../../../src/services/check-health.ts';
import type { HandOver } from '../../../src/sms/gateway.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, anSmsRoom } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

const LOST: HandOver = { outcome: 'unknown', detail: 'TimeoutError' };
const SENT: HandOver = { outcome: 'accepted', messageId: 'm-1' };
const REFUSED: HandOver = { outcome: 'content', detail: '422 blocked' };
const BUSY: HandOver = { outcome: 'throttled', detail: '429', retryAfterMs: 1 };
const AWAY: HandOver = { outcome: 'unavailable', detail: '503' };

const times = (count: number, answer: HandOver) => Array.from({ length: count }, () => answer);

/** What the gateway answers to hand-overs one after another, and its state after the last. */
const CASES = [
  ['four without an answer', times(4, LOST), 'ok'],
  ['five without an answer', times(5, LOST), 'unavailable'],
  ['many without an answer', times(8, LOST), 'unavailable'],
  ['a success after five', [...times(5, LOST), SENT], 'ok'],
  ['four, a success, and four', [...times(4, LOST), SENT, ...times(4, LOST)], 'ok'],
  ['four, a success, and five', [...times(4, LOST), SENT, ...times(5, LOST)], 'unavailable'],
  ['a refusal of one message after five: it judges again', [...times(5, LOST), REFUSED], 'ok'],
  ['four, a refusal of one message, and four', [...times(4, LOST), REFUSED, ...times(4, LOST)], 'ok'],
  ['a throttle after five: it answers again', [...times(5, LOST), BUSY], 'throttled'],
  ['one refusal to serve, and one without an answer', [AWAY, LOST], 'unavailable'],
] as const;

describe.each([true, false])('a gateway that does not answer, deduplicating: %s (requirements §5.6, §11.4)', (deduplicates) => {
  test.each(CASES)('%s', async (_what, answers, state) => {
    const room = await anSmsRoom(database, { deduplicates });
    for (const answer of answers) {
      room.answer(answer);
      await room.sendNotice(anOrder(await aRecordedDossier(database))).catch(() => undefined);
      await room.pauseOver();
    }
    expect(await room.state()).toBe(state);
    const temporal = { workflowService: { getSystemInfo: async () => ({}) } };
    const deps = { database, temporal, gateways: [room.settings] } as unknown as Parameters<typeof checkHealth>[0];
    expect(await checkHealth(deps)).toMatchObject({ status: state === 'unavailable' ? 'degraded' : 'ready', gateway: state });
  });
});

test('one notice that is handed over again and again is enough, and the log says what happened', async () => {
  const room = await anSmsRoom(database);
  const order = anOrder(await aRecordedDossier(database));
  room.answer(LOST);
  for (let tries = 0; tries < 5; tries++) await room.sendNotice(order).catch(() => undefined);
  expect([await room.state(), (await room.row(order))?.status]).toEqual(['unavailable', 'sending']);
  expect(room.logged.filter((line) => line.includes('"hand_over_unanswered"') && line.includes('TimeoutError'))).toHaveLength(5);
  room.answer(SENT);
  expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
  expect(await room.state()).toBe('ok');
});

test('a notice sent within the task of its workflow counts as well', async () => {
  const room = await anSmsRoom(database);
  room.answer(LOST);
  for (let tries = 0; tries < 5; tries++) await room.sendNoticeAtOnce(anOrder(await aRecordedDossier(database))).catch(() => undefined);
  expect(await room.state()).toBe('unavailable');
});
