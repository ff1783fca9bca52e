import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../../src/db/notices.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { messageIdKey, type MessageIdBase } from '../../../src/domain/message-id.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { recordReceipts } from '../../../src/services/record-receipt.ts';
import type { ForeignReceipt } from '../../../src/sms/gateway.ts';
import { aNotice, now, row } from '../../support/ledger.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

let next = 0xabc000;

/** A notice that is being handed over under a reference that is not its key, with the number that is its id at the gateway. */
async function aMessage() {
  const { entry, key } = await aNotice(database, 'sending');
  const number = next++;
  const reference = `ref-${number}`;
  await refer(key, reference);
  return { entry, key, number, reference, shown: () => row(database, key) };
}

type Message = Awaited<ReturnType<typeof aMessage>>;

async function refer(key: string, reference: string): Promise<void> {
  await database.sql`update notices set reference = ${reference} where key = ${key}`;
}

/** `answer`: our own answer is stored now. Else what a receipt says: `delivered 1/2` is about part 1 of 2. */
type Step = string;

type Naming = (message: Message) => Partial<ForeignReceipt>;

const BY_ID: Naming = ({ number }) => ({ messageId: String(number) });
const BY_REFERENCE: Naming = ({ reference }) => ({ reference });
const BY_BOTH: Naming = (message) => ({ ...BY_ID(message), ...BY_REFERENCE(message) });

async function take(message: Message, step: Step, naming: Naming): Promise<void> {
  if (step === 'answer') return void (await settleSent(database, message.key, 'plain', String(message.number)));
  await bring(step, naming(message));
}

async function bring(step: Step, some: Partial<ForeignReceipt>, gateway = 'plain'): Promise<void> {
  const [said = '', part] = step.split(' ');
  const [number = 0, of = 0] = part?.split('/').map(Number) ?? [];
  const status = said as ForeignReceipt['status'];
  const receipt = { messageId: null, reference: null, status, part: part === undefined ? null : { number, of }, at: null, ...some };
  await recordReceipts({ database, now }, gateway, [receipt]);
}

const CASES: readonly (readonly [what: string, steps: readonly Step[], status: NoticeStatus, reason: string | null])[] = [
  ['delivered', ['answer', 'delivered'], 'delivered', null],
  ['undelivered', ['answer', 'undelivered'], 'permanent_failure', 'receipt: undelivered'],
  ['expired', ['answer', 'expired'], 'temporary_failure', 'receipt: expired'],
  ['rejected', ['answer', 'rejected'], 'permanent_failure', 'receipt: rejected'],
  ['before our own answer', ['delivered', 'answer'], 'delivered', null],
  ['a failure before our own answer', ['expired', 'answer'], 'temporary_failure', 'receipt: expired'],
  ['two before our own answer', ['sent', 'undelivered', 'answer'], 'permanent_failure', 'receipt: undelivered'],
  ['five times', ['answer', ...Array<Step>(5).fill('delivered')], 'delivered', null],
  ['five times, and our own answer in the middle', ['delivered', 'delivered', 'answer', 'delivered', 'delivered'], 'delivered', null],
  ['sent', ['answer', 'sent'], 'sent', null],
  ['sent, then delivered', ['answer', 'sent', 'delivered'], 'delivered', null],
  ['sent after delivered', ['answer', 'delivered', 'sent'], 'delivered', null],
  ['a contrary one after delivered', ['answer', 'delivered', 'undelivered'], 'delivered', null],
  ['delivered after a failure', ['answer', 'expired', 'delivered'], 'temporary_failure', 'receipt: expired'],
  ['one part delivered, then one undelivered', ['answer', 'delivered 1/2', 'undelivered 2/2'], 'permanent_failure', 'receipt: undelivered'],
  ['both parts delivered', ['answer', 'delivered 2/2', 'delivered 1/2'], 'delivered', null],
  ['one part of two', ['answer', 'delivered 1/2'], 'sent', null],
  ['one part of two, five times', ['answer', ...Array<Step>(5).fill('delivered 1/2')], 'sent', null],
  ['both parts before our own answer', ['delivered 1/2', 'delivered 2/2', 'answer'], 'delivered', null],
  ['a part on each side of our own answer', ['delivered 1/2', 'answer', 'delivered 2/2'], 'delivered', null],
  ['four parts, the third lost', ['delivered 1/4', 'answer', 'delivered 4/4', 'expired 3/4'], 'temporary_failure', 'receipt: expired'],
  ['a part that cannot be is the whole', ['answer', 'delivered 3/2'], 'delivered', null],
];

describe.each([
  ['the id of the gateway', BY_ID],
  ['our reference', BY_REFERENCE],
  ['both', BY_BOTH],
])('requirements §11.3: receipts by %s', (_by, naming) => {
  test.each(CASES)('%s', async (_what, steps, status, reason) => {
    const message = await aMessage();
    for (const step of steps) await take(message, step, naming);
    expect(await message.shown()).toMatchObject({ status, reason, sent_at: expect.any(String), settled_at: expect.any(String) });
  });

  test('a repeat changes nothing and is kept once', async () => {
    const message = await aMessage();
    for (const step of ['answer', 'delivered']) await take(message, step, naming);
    const ended = await message.shown();
    for (const step of ['delivered', 'delivered', 'delivered']) await take(message, step, naming);
    expect(await message.shown()).toEqual(ended);
    expect(await kept(message.key)).toBe(1);
  });
});

describe('requirements §11.3: case, leading zeros and the base of a number do not matter', () => {
  const spellings: readonly (readonly [string, MessageIdBase, (n: number) => string, MessageIdBase, (n: number) => string])[] = [
    ['zero-padded', 'text', String, 'text', (n) => String(n).padStart(20, '0')],
    ['zero-padded in our own answer', 'decimal', (n) => String(n).padStart(12, '0'), 'decimal', String],
    ['in another case', 'text', (n) => `Msg-${n}-aB`, 'text', (n) => ` MSG-${n}-Ab `],
    ['in hexadecimal, against decimal', 'decimal', String, 'hexadecimal', (n) => `0x${n.toString(16).toUpperCase()}`],
    ['in decimal, against hexadecimal', 'hexadecimal', (n) => n.toString(16).toUpperCase().padStart(10, '0'), 'decimal', String],
  ];
  test.each(spellings)('an id that comes back %s', async (_what, base, answered, receiptBase, received) => {
    for (const isEarly of [false, true]) {
      const { key, number, shown } = await aMessage();
      const answer = () => settleSent(database, key, 'plain', messageIdKey(answered(number), base));
      if (!isEarly) await answer();
      await bring('delivered', { messageId: messageIdKey(received(number), receiptBase) });
      if (isEarly) await answer();
      expect(await shown()).toMatchObject({ status: 'delivered' });
    }
  });
});

describe('requirements §11.3: a receipt finds its message, or waits for it', () => {
  test('one of an unknown message is kept, and placed when its message is known', async () => {
    const message = await aMessage();
    await bring('undelivered', { messageId: String(message.number) });
    expect(await kept('', String(message.number))).toBe(1);
    await take(message, 'answer', BY_ID);
    expect(await message.shown()).toMatchObject({ status: 'permanent_failure' });
    expect(await kept(message.key, String(message.number))).toBe(1);
  });

  test('an id that comes back only with a receipt is learned, and places what came before and what comes after', async () => {
    const message = await aMessage();
    await database.sql`update notices set status = 'uncertain', settled_at = now() where key = ${message.key}`;
    await take(message, 'delivered 1/3', BY_ID);
    expect(await message.shown()).toMatchObject({ status: 'uncertain', gateway_message_key: null });
    await take(message, 'delivered 2/3', BY_BOTH);
    expect(await message.shown()).toMatchObject({ status: 'sent', gateway_message_key: String(message.number) });
    await take(message, 'delivered 3/3', BY_ID);
    expect(await message.shown()).toMatchObject({ status: 'delivered' });
  });

  test('when id and reference disagree, our reference decides', async () => {
    const [one, other] = [await aMessage(), await aMessage()];
    for (const each of [one, other]) await take(each, 'answer', BY_ID);
    await bring('delivered', { ...BY_ID(one), ...BY_REFERENCE(other) });
    expect([(await one.shown())?.status, (await other.shown())?.status]).toEqual(['sent', 'delivered']);
  });

  test('a reference that is not ours leaves it to the id', async () => {
    const message = await aMessage();
    await take(message, 'answer', BY_ID);
    await bring('delivered', { ...BY_ID(message), reference: '0' });
    expect(await message.shown()).toMatchObject({ status: 'delivered' });
  });

  test('an earlier hand-over says nothing about the one in force', async () => {
    const message = await aMessage();
    await take(message, 'answer', BY_ID);
    await database.sql`update notices set status = 'temporary_failure', reason = 'no_receipt' where key = ${message.key}`;
    await claimNotice(database, message.entry, 'plain', { nth: 1, by: 'operator' });
    await refer(message.key, `${message.reference}-again`);
    for (const naming of [BY_ID, BY_REFERENCE, BY_BOTH]) await take(message, 'delivered', naming);
    expect(await message.shown()).toMatchObject({ status: 'sending' });
    await settleSent(database, message.key, 'plain', `${message.number}-again`);
    expect(await message.shown()).toMatchObject({ status: 'sent' });
    await bring('undelivered', { reference: `${message.reference}-again` });
    expect(await message.shown()).toMatchObject({ status: 'permanent_failure' });
  });

  test('an id that the gateway uses again is that of the newest message', async () => {
    const [old, young] = [await aMessage(), await aMessage()];
    for (const step of ['answer', 'delivered']) await take(old, step, BY_ID);
    const ended = await old.shown();
    await settleSent(database, young.key, 'plain', String(old.number));
    await database.sql`update notices set sent_at = sent_at - interval '1 day' where key = ${old.key}`;
    await take(old, 'delivered', BY_ID);
    expect(await young.shown()).toMatchObject({ status: 'delivered' });
    expect(await old.shown()).toMatchObject({ status: ended?.status, settled_at: ended?.settled_at });
  });

  test('what came under an id hours before the notice was decided on is of another message', async () => {
    const message = await aMessage();
    await take(message, 'undelivered', BY_ID);
    await database.sql`update receipts set received_at = now() - interval '2 hours' where message_id = ${String(message.number)}`;
    await take(message, 'answer', BY_ID);
    expect(await message.shown()).toMatchObject({ status: 'sent' });
  });

  test('another gateway says nothing about it, by the same id and the same reference', async () => {
    const message = await aMessage();
    await take(message, 'answer', BY_ID);
    await bring('delivered', BY_BOTH(message), 'other');
    expect(await message.shown()).toMatchObject({ status: 'sent' });
  });

  test('a notice that was claimed before references were kept is found by its key and the number of its hand-over', async () => {
    const { key } = await aNotice(database, 'sent');
    await database.sql`update notices set reference = null, resent = 2 where key = ${key}`;
    for (const reference of [key, `${key}~1`]) await bring('delivered', { reference });
    expect(await row(database, key)).toMatchObject({ status: 'sent' });
    await bring('delivered 1/2', { reference: `${key}~2` });
    await bring('delivered 2/2', { reference: `${key}~2` });
    expect(await row(database, key)).toMatchObject({ status: 'delivered' });
  });
});

/** How many receipts stand in the books for a notice, or for none (`''`). */
async function kept(key: string, messageId?: string): Promise<number> {
  const { sql } = database;
  return (
    await sql`select from receipts where notice_key = ${key} and ${messageId === undefined ? sql`true` : sql`message_id = ${messageId}`}`
  ).length;
}
