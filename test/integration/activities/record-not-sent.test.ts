import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, aRecordedDossier, progress, record } from '../../support/records.ts';
import { anApologyIn, anOrder, anSmsRoom, sleepUntil, SUPPLEMENT } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

test.each([
  ['skipped', 'same_day'],
  ['superseded', 'supplement_ended'],
  ['missed', 'due_date_over'],
  ['technical_failure', 'out_of_time'],
] as const)('a notice that was not handed over is recorded as %s %s', async (call, reason) => {
  const room = await anSmsRoom(database);
  const order = anOrder(await aRecordedDossier(database), SUPPLEMENT);
  expect(await room.recordNotSent(order, { call, reason } as Parameters<typeof room.recordNotSent>[1])).toEqual({ status: call });
  expect(await room.row(order)).toMatchObject({ status: call, reason, attempts: 0, text: expect.stringContaining('cần bổ sung') });
  expect(room.logged.join()).toContain('notice_not_sent');
  expect(await room.sendNotice(order)).toEqual({ status: call });
  expect(room.handed).toEqual([]);
});

test('nothing is recorded when by the journal the apology is to be sent after all (requirements §5.3)', async () => {
  const [dossier, order] = await anApologyIn(database, 300);
  await record(database, dossier, progress('Phê duyệt'));
  await sleepUntil(order.dueAt);
  const room = await anSmsRoom(database);
  expect(await room.recordNotSent(order, { call: 'skipped', reason: 'result_ready' })).toEqual({ status: 'created' });
  expect(await room.row(order)).toBeUndefined();
  expect(await room.recordNotSent({ ...order, seq: 1 }, { call: 'skipped', reason: 'result_ready' })).toEqual({ status: 'skipped' });
});

test('the journal gives the reason where it knows more, but an apology that ran out of time is missed all the same', async () => {
  const [dossier, order] = await anApologyIn(database, 300);
  await record(database, dossier, progress('Trả kết quả'));
  await sleepUntil(order.dueAt);
  const room = await anSmsRoom(database);
  expect(await room.recordNotSent(order, { call: 'skipped', reason: 'clock_stopped' })).toEqual({ status: 'skipped' });
  expect(await room.row(order)).toMatchObject({ reason: 'result_ready' });

  const [other, missed] = await anApologyIn(database, 300);
  await record(database, other, progress('Phê duyệt'));
  await sleepUntil(missed.dueAt);
  expect(await room.recordNotSent(missed, { call: 'missed', reason: 'due_date_over' })).toEqual({ status: 'missed' });
});
