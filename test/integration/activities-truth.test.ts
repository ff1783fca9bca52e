import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../src/db/notices.ts';
import { epochMs, instantAt, plusDays, dateOf } from '../../src/domain/calendar.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import type { NoticeOrder } from '../../src/workflows/contract.ts';
import { code } from '../support/dossiers.ts';
import { aDatabase, anEvent, aRecordedDossier, eveAt, progress, record } from '../support/records.ts';
import { anOrder, anSmsRoom, SUPPLEMENT } from '../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('the journal knows more than the workflow did (architecture §2.4)', () => {
  test('a result that arrived before the evening: no apology', async () => {
    const [dossier, order] = await anApology(300);
    await record(database, dossier, progress('Trả kết quả'));
    await until(order.dueAt);
    await expectEnd(order, 'skipped', 'result_ready');
  });

  test('a result that arrived after the evening supersedes an apology that is already on its way (§5.3)', async () => {
    const [dossier, order] = await anApology(50);
    await until(order.dueAt);
    const room = await anSmsRoom(database);
    room.answer({ outcome: 'unavailable', detail: '503' }, { outcome: 'accepted', messageId: 'm' });
    await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
    await record(database, dossier, progress('Trả kết quả'));
    expect(await room.sendNotice(order)).toEqual({ status: 'superseded' });
    expect(await room.row(order)).toMatchObject({ status: 'superseded', reason: 'result_ready', attempts: 2 });
    expect(room.handed).toHaveLength(1);
  });

  test('a new date supersedes it', async () => {
    const [dossier, order] = await anApology(50);
    await until(order.dueAt);
    const later = plusDays(dateOf(order.dueAt), 30);
    await record(database, dossier, anEvent({ type: 'reschedule', body: { dueDate: later, reason: 'reappointment' }, dueDate: later }));
    await expectEnd(order, 'superseded', 'rescheduled');
  });

  test('what changes nothing does not stop it', async () => {
    const [dossier, order] = await anApology(50);
    await record(database, dossier, progress('Phê duyệt'));
    await until(order.dueAt);
    const room = await anSmsRoom(database);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
  });

  test('an eve on which it was not to be told by what was heard, but was by what was recorded, is left to what is heard next (§5.3)', async () => {
    const [dossier, order] = await anApology(300);
    await record(database, dossier, progress('Phê duyệt'));
    await until(order.dueAt);
    const room = await anSmsRoom(database);
    expect(await room.recordNotice(order, { call: 'skipped', reason: 'result_ready' })).toEqual({ status: 'created' });
    expect(await room.row(order)).toBeUndefined();
    expect(await room.recordNotice({ ...order, seq: 1 }, { call: 'skipped', reason: 'result_ready' })).toEqual({ status: 'skipped' });
  });

  test('the journal gives the reason where it knows more; a lost try before the due date ends is missed all the same', async () => {
    const [dossier, order] = await anApology(300);
    await record(database, dossier, progress('Trả kết quả'));
    await until(order.dueAt);
    const room = await anSmsRoom(database);
    expect(await room.recordNotice(order, { call: 'skipped', reason: 'clock_stopped' })).toEqual({ status: 'skipped' });
    expect(await room.row(order)).toMatchObject({ reason: 'result_ready' });

    const [other, missed] = await anApology(300);
    await record(database, other, progress('Phê duyệt'));
    await until(missed.dueAt);
    expect(await room.recordNotice(missed, { call: 'missed', reason: 'due_date_over' })).toEqual({ status: 'missed' });
  });

  test('papers that were brought supersede a supplement', async () => {
    const dossier = await aRecordedDossier(database, { step: 'Bộ phận Một cửa' });
    await record(database, dossier, progress(null, 'Chờ bổ sung'), progress(null, 'Đang xử lý'));
    await expectEnd(anOrder(dossier, SUPPLEMENT, { seq: 1 }), 'superseded', 'supplement_ended');
  });

  test.each([
    ['it left the step again', progress('Thẩm định'), 'left_result_step'],
    ['it was handed over', anEvent({ type: 'close', body: { outcome: 'handed_over' } }), 'closed'],
  ] as const)('a result is superseded when %s', async (_, event, reason) => {
    const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
    await record(database, dossier, event);
    await expectEnd(anOrder(dossier), 'superseded', reason);
  });

  test('one that was perhaps handed over already stays uncertain, with either kind of gateway', async () => {
    for (const deduplicates of [true, false]) {
      const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
      const order = anOrder(dossier);
      await claimNotice(database, { ...order, text: 'TB', segments: 1 }, 'fake', null);
      await record(database, dossier, progress('Thẩm định'));
      const room = await anSmsRoom(database, { deduplicates });
      expect(await room.sendNotice(order)).toEqual({ status: 'uncertain' });
      expect(await room.row(order)).toMatchObject({ reason: 'left_result_step' });
    }
  });
});

test('an apology after its due date is missed (§5.3)', async () => {
  const dossier = await aRecordedDossier(database);
  const yesterday = plusDays(dateOf(instantAt(Date.now())), -1);
  await expectEnd(anOrder(dossier, { kind: 'apology', dueDate: yesterday }), 'missed', 'due_date_over');
});

test.each([
  ['skipped', 'same_day'],
  ['superseded', 'supplement_ended'],
  ['missed', 'due_date_over'],
  ['technical_failure', 'out_of_time'],
] as const)('an end without a hand-over is recorded: %s %s', async (call, reason) => {
  const room = await anSmsRoom(database);
  const order = anOrder(await aRecordedDossier(database), SUPPLEMENT);
  expect(await room.recordNotice(order, { call, reason } as Parameters<typeof room.recordNotice>[1])).toEqual({ status: call });
  expect(await room.row(order)).toMatchObject({ status: call, reason, attempts: 0, text: expect.stringContaining('cần bổ sung') });
  expect(room.logged.join()).toContain('notice_not_sent');
  expect(await room.sendNotice(order)).toEqual({ status: call });
  expect(room.handed).toEqual([]);
});

test('archiveDossier writes what it was, again the same, and nothing for a dossier that is not there', async () => {
  const room = await anSmsRoom(database);
  const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
  await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
  await room.archiveDossier(dossier.receiptCode);
  await room.archiveDossier(dossier.receiptCode);
  await room.archiveDossier(code('NOWHERE'));
  const rows = await database.sql`select dossier from snapshots where code_key in (${codeKey(dossier.receiptCode)}, 'NOWHERE')`;
  expect(rows).toMatchObject([{ dossier: { receiptCode: dossier.receiptCode, seq: 1, closed: { outcome: 'handed_over' } } }]);
});

/** A dossier whose evening comes in so many milliseconds, and the order that its workflow gives then, knowing nothing since. */
async function anApology(inMs: number) {
  const evening = instantAt(Date.now() + inMs);
  const dossier = await aRecordedDossier(database, eveAt(evening));
  const { dueDate } = dossier;
  if (dueDate === null) throw new Error('it has a due date');
  return [dossier, anOrder(dossier, { kind: 'apology', dueDate }, { dueAt: evening })] as const;
}

async function expectEnd(order: NoticeOrder, status: string, reason: string): Promise<void> {
  const room = await anSmsRoom(database);
  expect(await room.sendNotice(order)).toEqual({ status });
  expect(await room.row(order)).toMatchObject({ status, reason });
  expect(room.handed).toEqual([]);
}

function until(instant: NoticeOrder['dueAt']): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, epochMs(instant) - Date.now()) + 5));
}
