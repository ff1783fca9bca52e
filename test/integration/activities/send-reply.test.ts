import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../../src/activities/deps.ts';
import { sendReply } from '../../../src/activities/send-reply.ts';
import { beginInquiry, settleInquiry } from '../../../src/db/inquiries.ts';
import { claimReply, replyReference, takeOverdueReplies } from '../../../src/db/replies.ts';
import type { HandOver, Reply } from '../../../src/sms/gateway.ts';
import { aBooking, aKeeping, anInquiry } from '../../support/inquiries.ts';
import { aDatabase } from '../../support/records.ts';
import { aGateway } from '../../support/sms-room.ts';

const ANSWER = { outcome: 'answered', reply: 'Hồ sơ của quý ông/bà', charge: true } as const;
const PHONE = '84912345670';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

/** An inquiry whose reply is booked, and a gateway of its own that answers what a test wants; the last answer is repeated. */
async function aReply(deduplicates = false, encoding: 'unicode' | 'ascii' = 'unicode') {
  const { name: gateway, link } = await aGateway(database, { deduplicates, encoding });
  const handed: Reply[] = [];
  const logged: string[] = [];
  let answers: readonly HandOver[] = [{ outcome: 'accepted', messageId: 'm-1' }];
  const hand = async (reply: Reply): Promise<HandOver> => {
    handed.push(reply);
    const [answer, ...rest] = answers;
    if (rest.length > 0) answers = rest;
    if (!answer) throw new Error('the test gave the gateway no answer');
    return answer;
  };
  const deps: ActivityDeps = {
    database,
    gateways: [{ ...link, sender: { ...link.sender, sendReply: hand } }],
    log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
    uncertainAfterMs: 0,
    findAgency: () => null,
  };

  const inquiry = anInquiry({ gateway, carried: { request_id: 'r-7' }, phone: PHONE });
  const { key } = await beginInquiry(database, inquiry, aKeeping());
  await settleInquiry(database, key, ANSWER, aBooking({ byCall: true }));
  const reference = replyReference(key);
  return {
    inquiry,
    reference,
    handed,
    logged,
    deps,
    answer: (...all: readonly HandOver[]) => void (answers = all),
    send: () => sendReply(deps, reference),
    /** As if the gateway's pause were over. */
    pauseOver: () => database.sql`update gateways set next_at = now(), paused_until = null where name = ${gateway}`,
    set: (columns: object) => database.sql`update inquiries set ${database.sql(columns as never)} where reply_reference = ${reference}`,
    row: async () => {
      const [row] = await database.sql`
        select reply_status as status, reply_reason as reason, reply_attempts as attempts, reply_due_at is null as over
        from inquiries where reply_reference = ${reference}`;
      return row;
    },
  };
}

describe('requirements §11.5: the activity that sends a reply by a call of its own', () => {
  test('hands it over with the charge mark and what the gateway wants back, and never again', async () => {
    const reply = await aReply(false, 'ascii');
    expect(await reply.send()).toBe('sent');
    expect(await reply.send()).toBe('sent');
    expect(reply.handed).toEqual([
      {
        inquiryId: reply.inquiry.id,
        reference: reply.reference,
        to: PHONE,
        text: 'Ho so cua quy ong/ba',
        charge: true,
        outcome: 'answered',
        carried: { request_id: 'r-7' },
      },
    ]);
    expect(await reply.row()).toEqual({ status: 'sent', reason: null, attempts: 1, over: true });
    expect(reply.logged.join()).toContain('reply_handed_over');
    expect(reply.logged.join()).not.toMatch(/912345670|mo-\d/);
  });

  test('a duplicate is evidence that it was sent', async () => {
    const reply = await aReply();
    reply.answer({ outcome: 'duplicate', messageId: null });
    expect(await reply.send()).toBe('sent');
  });

  test.each(['destination', 'content'] as const)('%s: it failed, and when it was charged a refund is due', async (outcome) => {
    const reply = await aReply();
    reply.answer({ outcome, detail: '108' });
    expect(await reply.send()).toBe('failed');
    expect(await reply.send()).toBe('failed');
    expect(reply.handed).toHaveLength(1);
    expect(await reply.row()).toMatchObject({ status: 'failed', reason: '108', over: true });
  });

  test.each(['throttled', 'balance', 'configuration', 'unavailable'] as const)('%s: it is put back and tried again', async (outcome) => {
    const reply = await aReply();
    reply.answer({ outcome, detail: 'not now' }, { outcome: 'accepted', messageId: 'm-2' });
    await expect(reply.send()).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false });
    expect(await reply.row()).toMatchObject({ status: 'created', reason: 'not now', over: false });
    await reply.pauseOver();
    expect(await reply.send()).toBe('sent');
    expect(reply.handed).toHaveLength(2);
  });

  test('no answer: uncertain, and not sent again', async () => {
    const reply = await aReply();
    reply.answer({ outcome: 'unknown', detail: 'ECONNRESET' });
    expect(await reply.send()).toBe('uncertain');
    expect(await reply.send()).toBe('uncertain');
    expect(reply.handed).toHaveLength(1);
    expect(await reply.row()).toMatchObject({ status: 'uncertain', reason: 'ECONNRESET', over: true });
  });

  test('no answer of a gateway that deduplicates: sent again under the same reference', async () => {
    const reply = await aReply(true);
    reply.answer({ outcome: 'unknown', detail: 'ECONNRESET' }, { outcome: 'duplicate', messageId: null });
    await expect(reply.send()).rejects.toMatchObject({ type: 'TryLater' });
    expect(await reply.send()).toBe('sent');
    expect(reply.handed.map(({ reference }) => reference)).toEqual([reply.reference, reply.reference]);
  });

  test('a worker was killed during the hand-over: uncertain, unless the gateway deduplicates', async () => {
    const [reply, again] = [await aReply(), await aReply(true)];
    for (const { reference } of [reply, again]) await claimReply(database, reference);
    expect([await reply.send(), await again.send()]).toEqual(['uncertain', 'sent']);
    expect([reply.handed, again.handed].map(({ length }) => length)).toEqual([0, 1]);
  });

  test('two workers at once: one of them hands it over', async () => {
    const reply = await aReply();
    await Promise.all(Array.from({ length: 5 }, () => reply.send()));
    expect(reply.handed).toHaveLength(1);
    expect(await reply.row()).toMatchObject({ status: 'sent', over: true });
  });

  test('10 minutes after the question it is not sent any more', async () => {
    const reply = await aReply();
    await reply.set({ received_at: new Date(Date.now() - 601_000).toISOString() });
    expect(await reply.send()).toBe('failed');
    expect(reply.handed).toEqual([]);
    expect(await reply.row()).toMatchObject({ reason: 'out of time', over: true });
  });

  test('a worker whose settings do not name the gateway tries later, and a reply that nobody knows is nothing', async () => {
    const reply = await aReply();
    await expect(sendReply({ ...reply.deps, gateways: [] }, reply.reference)).rejects.toMatchObject({ type: 'TryLater' });
    expect(await reply.row()).toMatchObject({ status: 'created', attempts: 0 });
    expect(await sendReply(reply.deps, 'a'.repeat(32))).toBeNull();
  });
});

describe('requirements §11.5: the sweep', () => {
  const take = async (...references: readonly string[]) =>
    (await takeOverdueReplies(database)).filter(({ reference }) => references.includes(reference));

  test('takes what was left over after 5 s, and again later, because Temporal may have lost it', async () => {
    const reply = await aReply();
    expect(await take(reply.reference)).toEqual([]);
    await reply.set({ reply_due_at: new Date(Date.now() - 1000).toISOString() });
    expect(await take(reply.reference)).toEqual([{ reference: reply.reference, leftMs: expect.closeTo(600_000, -4) }]);
    expect(await take(reply.reference)).toEqual([]);
    await reply.set({ reply_due_at: new Date(Date.now() - 1000).toISOString() });
    expect(await take(reply.reference)).toHaveLength(1);
    await reply.send();
    expect(await reply.row()).toMatchObject({ over: true });
  });

  test('ends what is out of time: failed, or uncertain when it may have been sent', async () => {
    const [never, perhaps, under] = [await aReply(), await aReply(), await aReply()];
    for (const { reference } of [perhaps, under]) await claimReply(database, reference);
    const due = { reply_due_at: new Date(Date.now() - 1000).toISOString() };
    for (const reply of [never, perhaps]) await reply.set({ ...due, received_at: new Date(Date.now() - 621_000).toISOString() });
    await under.set({ ...due, received_at: new Date(Date.now() - 601_000).toISOString() });
    expect(await take(never.reference, perhaps.reference, under.reference)).toEqual([]);
    expect(await never.row()).toMatchObject({ status: 'failed', reason: 'out of time', over: true });
    expect(await perhaps.row()).toMatchObject({ status: 'uncertain', over: true });
    expect(await under.row(), 'a hand-over that was begun in time').toMatchObject({ status: 'sending', over: false });
  });
});
