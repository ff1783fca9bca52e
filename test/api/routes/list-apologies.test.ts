import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateOf, instantAt, instantOf, plusDays, type Instant } from '../../../src/domain/calendar.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { forecastApologies } from '../../../src/services/forecast-apologies.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

const DUE = plusDays(dateOf(instantAt(Date.now())), 10);
const EVE = plusDays(DUE, -1);
const at = (hour: number): Instant => instantOf(EVE, hour * 3600);

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi({ APOLOGY_SPREAD: '0s' });
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDossier(some: object = {}): Promise<string> {
  const receiptCode = code(`APO-${String(next++).padStart(4, '0')}`);
  expect((await api.register({ receiptCode, phone: '0905123456', dueDate: DUE, ...some })).status).toBe(201);
  return receiptCode;
}

/** An event of the eve, which is days ahead, in the journal. */
async function recorded(receiptCode: string, hour: number, type: string, body: Record<string, string>): Promise<void> {
  const { sql } = api.database;
  const key = codeKey(receiptCode);
  await sql`
    with head as (update dossiers set seq = seq + 1 where code_key = ${key} returning seq)
    insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
    select ${key}, seq, 'e' || seq, ${type}, ${JSON.stringify(body)}::text::jsonb, ${at(hour)}, ${at(hour)}, 'test', '', '' from head`;
}

const forecastAt = (hour: number) => forecastApologies({ ...api.deps, now: () => at(hour) }, { agencies: null }, DUE);

describe('requirements §8.4 tonight', () => {
  test('each apology is shown with what would save it', async () => {
    const [waits, ready, without] = [await aDossier(), await aDossier({ step: 'Trả kết quả' }), await aDossier({ phone: null })];
    const { status, body } = await api.get(`/v1/apologies?date=${DUE}`);
    const shown = (receiptCode: string) => body.items.find((item: { receiptCode: string }) => item.receiptCode === receiptCode);
    const wouldSave = [
      { code: 'move_to_result', text: 'chuyển đến Trả kết quả trước 17:30' },
      { code: 'reschedule', text: 'gia hạn có lý do' },
      { code: 'record_supplement', text: 'ghi nhận bổ sung' },
    ];
    expect([status, body.date, body.saved]).toEqual([200, DUE, []]);
    expect(shown(waits)).toMatchObject({ willBeSent: true, reason: null, wouldSave });
    expect(shown(without)).toMatchObject({ willBeSent: false, reason: 'no_phone', wouldSave });
    expect(shown(ready)).toMatchObject({ willBeSent: false, reason: 'result_ready', wouldSave: [] });
  });

  test('from its instant on it is shown what was saved, also what is due on another day since', async () => {
    const [moved, postponed, late, early] = [await aDossier(), await aDossier(), await aDossier(), await aDossier()];
    await recorded(moved, 16, 'progress', { step: 'Trả kết quả' });
    await recorded(postponed, 16.5, 'reschedule', { dueDate: plusDays(DUE, 5), reason: 'reappointment' });
    await recorded(late, 18, 'progress', { step: 'Trả kết quả' });
    await recorded(early, 14, 'progress', { step: 'Trả kết quả' });
    expect((await forecastAt(17)).saved).toEqual([]);
    const { items, saved } = await forecastAt(19);
    expect(saved.map(({ dossier, savedBy }) => [dossier.receiptCode, savedBy])).toEqual([
      [moved, 'result_ready'],
      [postponed, 'rescheduled'],
    ]);
    expect(items.some(({ dossier }) => dossier.receiptCode === postponed)).toBe(false);
    expect(items.every(({ savers }) => savers.length === 0)).toBe(true);
  });
});
