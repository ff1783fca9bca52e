import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordReceipts } from '../../../src/services/record-receipt.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { aDatabase } from '../../support/records.ts';
import { aSend } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

/** A text of letters that no compression makes shorter, so that an index would refuse it. */
const LONG = Array.from({ length: 6000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join('');

const FOREIGN = [
  ['NUL', 'm\0-\x001', 'm-1'],
  ['half a surrogate pair', 'm-\ud83d2', 'm-2'],
  ['the other half', '\ude00m-3', 'm-3'],
  ['control characters', 'm\r\n\u0007-4', 'm\r\n\u0007-4'],
  ['pictures', 'm😀-5', 'm😀-5'],
] as const;

describe('nothing that a gateway says fails the write that ends a hand-over (requirements §5.5, §5.6)', () => {
  test.each(FOREIGN)(
    'a message id with %s is kept without what cannot be kept, and the notice is handed over once',
    async (_what, said, kept) => {
      const { room, order } = await aSend(database);
      room.answer({ outcome: 'accepted', messageId: said });
      expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
      expect(await room.row(order)).toMatchObject({ status: 'sent', gatewayMessageId: kept });
      expect(room.handed).toHaveLength(1);
      await receipt(room.gateway.name, said);
      expect((await room.row(order))?.status).toBe('delivered');
    },
  );

  test('of two message ids of 6,000 letters that begin in the same way, each receipt ends its own notice', async () => {
    const [first, second] = [await aSend(database), await aSend(database)];
    for (const [each, end] of [
      [first, 'a'],
      [second, 'b'],
    ] as const) {
      each.room.answer({ outcome: 'accepted', messageId: LONG + end });
      expect(await each.room.sendNotice(each.order)).toEqual({ status: 'sent' });
    }
    await receipt(second.room.gateway.name, `${LONG}a`);
    expect((await second.room.row(second.order))?.status).toBe('sent');
    await receipt(second.room.gateway.name, `${LONG}b`);
    expect((await second.room.row(second.order))?.status).toBe('delivered');
  });

  const DETAILS = [
    ...FOREIGN.map(([what, said, kept]) => [what, said, kept] as const),
    ['6,000 letters', LONG, LONG.slice(0, 300)] as const,
  ];

  test.each(DETAILS)('a refusal with %s ends the notice, and the reason is kept', async (_what, detail, reason) => {
    const { room, order } = await aSend(database);
    room.answer({ outcome: 'destination', detail });
    expect(await room.sendNotice(order)).toEqual({ status: 'permanent_failure' });
    expect(await room.row(order)).toMatchObject({ status: 'permanent_failure', reason: `destination: ${reason}` });
  });

  test.each(DETAILS)('an answer that was lost with %s leaves an uncertain notice with its reason', async (_what, detail, reason) => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail });
    expect(await room.sendNotice(order)).toMatchObject({ status: 'uncertain' });
    expect(await room.row(order)).toMatchObject({ status: 'uncertain', reason });
  });

  test.each(['unavailable', 'configuration', 'balance', 'throttled'] as const)(
    'one that is %s with any words puts the notice back, and the error that Temporal keeps is short and whole',
    async (outcome) => {
      const { room, order } = await aSend(database);
      room.answer({ outcome, detail: `\0\ud83d${LONG}` });
      const error: unknown = await room.sendNotice(order).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ type: 'TryLater' });
      const { message } = error as Error;
      expect([message.isWellFormed(), message.includes('\0'), message.length < 500]).toEqual([true, false, true]);
      expect(await room.row(order)).toMatchObject({ status: 'created' });
    },
  );
});

function receipt(gateway: string, messageId: string): Promise<void> {
  const receipt = { messageId, reference: null, status: 'delivered', part: null, at: null } as const;
  return recordReceipts({ database, now: () => instantAt(Date.now()) }, gateway, [receipt]);
}
