import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../../src/db/notices.ts';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import type { NoticeOrder } from '../../../src/workflows/contract.ts';
import { aDatabase, anEvent, aRecordedDossier, progress, record } from '../../support/records.ts';
import { anApologyIn, anOrder, anSmsRoom, sleepUntil, SUPPLEMENT } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('the journal knows more than the workflow did (architecture §2.4)', () => {
  test('a result that arrived before the evening: no apology', async () => {
    const [dossier, order] = await anApologyIn(database, 300);
    await record(database, dossier, progress('Trả kết quả'));
    await sleepUntil(order.dueAt);
    await expectEnd(order, 'skipped', 'result_ready');
  });

  test('a result that arrived after the evening supersedes an apology that is already on its way (requirements §5.3)', async () => {
    const [dossier, order] = await anApologyIn(database, 50);
    await sleepUntil(order.dueAt);
    const room = await anSmsRoom(database);
    room.answer({ outcome: 'unavailable', detail: '503' }, { outcome: 'accepted', messageId: 'm' });
    await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
    await record(database, dossier, progress('Trả kết quả'));
    expect(await room.sendNotice(order)).toEqual({ status: 'superseded' });
    expect(await room.row(order)).toMatchObject({ status: 'superseded', reason: 'result_ready', attempts: 2 });
    expect(room.handed).toHaveLength(1);
  });

  test('a new date supersedes an apology', async () => {
    const [dossier, order] = await anApologyIn(database, 50);
    await sleepUntil(order.dueAt);
    const later = plusDays(dateOf(order.dueAt), 30);
    await record(database, dossier, anEvent({ type: 'reschedule', body: { dueDate: later, reason: 'reappointment' }, dueDate: later }));
    await expectEnd(order, 'superseded', 'rescheduled');
  });

  test('an event that changes nothing does not stop an apology', async () => {
    const [dossier, order] = await anApologyIn(database, 50);
    await record(database, dossier, progress('Phê duyệt'));
    await sleepUntil(order.dueAt);
    const room = await anSmsRoom(database);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
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

  test('a result that was perhaps handed over already becomes uncertain, with either kind of gateway', async () => {
    for (const deduplicates of [true, false]) {
      const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
      const order = anOrder(dossier);
      const room = await anSmsRoom(database, { deduplicates });
      const entry = ledgerEntryFor(order, 'Sở Tài chính', { encoding: 'unicode', prices: null });
      await claimNotice(database, entry, room.gateway.name, null);
      await record(database, dossier, progress('Thẩm định'));
      expect(await room.sendNotice(order)).toEqual({ status: 'uncertain' });
      expect(await room.row(order)).toMatchObject({ reason: 'left_result_step' });
    }
  });
});

test('an apology after its due date is missed (requirements §5.3)', async () => {
  const dossier = await aRecordedDossier(database);
  const yesterday = plusDays(dateOf(instantAt(Date.now())), -1);
  await expectEnd(anOrder(dossier, { kind: 'apology', dueDate: yesterday }), 'missed', 'due_date_over');
});

async function expectEnd(order: NoticeOrder, status: string, reason: string): Promise<void> {
  const room = await anSmsRoom(database);
  expect(await room.sendNotice(order)).toEqual({ status });
  expect(await room.row(order)).toMatchObject({ status, reason });
  expect(room.handed).toEqual([]);
}
