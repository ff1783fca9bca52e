import { inspect } from 'node:util';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { beginInquiry, settleInquiry } from '../../../src/db/inquiries.ts';
import { claimReply, replyReference, settleReply } from '../../../src/db/replies.ts';
import { openLog } from '../../../src/lib/log.ts';
import { openTemporal, type Temporal } from '../../../src/temporal/connect.ts';
import { startReplies } from '../../../src/temporal/order-reply.ts';
import { SMS_QUEUE } from '../../../src/workflows/contract.ts';
import { activitySummary } from '../../support/activity-summary.ts';
import { eventually } from '../../support/eventually.ts';
import { aBooking, aKeeping, anInquiry } from '../../support/inquiries.ts';
import { freshNamespace } from '../../support/namespace.ts';
import { aDatabase } from '../../support/records.ts';

const ID = 'mo-84912345670';
const log = openLog('silent', 'test');

let database: Awaited<ReturnType<typeof aDatabase>>;
let temporal: Temporal;
const sent: string[] = [];
const inputs: unknown[][] = [];
let stopWorker: () => Promise<void>;

/** The real queue, on which a worker plays the activity: it claims the reply and settles it. */
beforeAll(async () => {
  const address = inject('temporalAddress');
  const namespace = await freshNamespace(address, 'replies');
  database = await aDatabase(10);
  temporal = openTemporal({ address, namespace, tls: undefined, apiKey: undefined });
  const connection = await NativeConnection.connect({ address });
  const sendReply = async (...input: [reference: string]) => {
    const [reference] = input;
    inputs.push(input);
    if ((await claimReply(database, reference)) === null) return;
    sent.push(reference);
    await settleReply(database, reference, 'sent', null);
  };
  const worker = await Worker.create({ connection, namespace, taskQueue: SMS_QUEUE, activities: { sendReply } });
  const running = worker.run();
  stopWorker = async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
});
afterAll(async () => {
  await stopWorker();
  await temporal.close();
  await database.close();
});

async function aBookedReply(): Promise<string> {
  const { key } = await beginInquiry(database, anInquiry({ id: `${ID}-${sent.length}` }), aKeeping());
  await settleInquiry(database, key, { outcome: 'answered', reply: 'Hồ sơ', charge: true }, aBooking({ byCall: true }));
  return replyReference(key);
}

function repliesAt(client: Client) {
  const replies = startReplies({ database, client, log });
  return { ...replies, [Symbol.asyncDispose]: replies.stop };
}

test('requirements §11.5, requirements §9: an order is an activity with a digest for its only input, carried out once', async () => {
  await using replies = repliesAt(temporal.client);
  const reference = await aBookedReply();
  for (let times = 0; times < 3; times++) replies.order(reference);
  await eventually(() => expect(sent).toContain(reference), 20_000);
  await replies.stop();
  expect(sent.filter((each) => each === reference)).toHaveLength(1);
  expect(inputs).toContainEqual([reference]);
  const described = inspect(await temporal.client.activity.getHandle(`reply:${reference}`).describe(), { depth: 10 });
  expect(described).toContain(reference);
  expect(described).not.toMatch(/912345670|mo-/);
  expect(await activitySummary(temporal.client, `reply:${reference}`)).toBe('Trả lời tin tra cứu');
});

test('requirements §11.5: what was booked while Temporal was away, or by an api that was killed, is sent by the sweep', async () => {
  const nowhere = openTemporal({ address: '127.0.0.1:1', namespace: 'none', tls: undefined, apiKey: undefined });
  const reference = await aBookedReply();
  {
    await using away = repliesAt(nowhere.queries);
    away.order(reference);
    await away.stop();
  }
  await nowhere.close();
  expect(sent).not.toContain(reference);
  await database.sql`update inquiries set reply_due_at = now() where reply_reference = ${reference}`;
  await using _replies = repliesAt(temporal.client);
  await eventually(() => expect(sent).toContain(reference), 20_000);
});
