import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { openApi, type Api } from '../../support/api.ts';
import { at, code } from '../../support/dossiers.ts';

let api: Api;
const due = (inDays: number) => plusDays(dateOf(instantAt(Date.now())), inDays);
const WAITS = { type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const RESULT = { type: 'progress', step: 'Trả kết quả' };
const PHONE = { phone: '0905123456' };

const dossier = (receiptCode: string, some: object, ...events: readonly object[]) => ({ receiptCode, some, events });
const DOSSIERS = [
  dossier('TOMORROW', { dueDate: due(1), ...PHONE }),
  dossier('TOMORROW-WITHOUT-PHONE', { dueDate: due(1) }),
  dossier('TOMORROW-SAME-DAY', { dueDate: due(1), ...PHONE, procedure: { code: 'S', name: 'S', sameDay: true } }),
  dossier('TOMORROW-READY', { dueDate: due(1), ...PHONE }, RESULT),
  dossier('TOMORROW-WAITING', { dueDate: due(1), ...PHONE }, WAITS),
  dossier('IN-THREE-DAYS', { dueDate: due(3) }),
  dossier('IN-FOUR-DAYS', { dueDate: due(4) }),
  dossier('DUE-TODAY', { dueDate: due(0) }),
  dossier('OVERDUE', { dueDate: due(-1) }),
  dossier('OVER-MOVED', { dueDate: due(-1) }, { type: 'reschedule', dueDate: due(9), reason: 'reappointment' }),
  dossier('OVER-CLOSED', { dueDate: due(-1) }, { type: 'close', outcome: 'withdrawn' }),
  dossier('UNDATED', {}),
];

/** 17:30 would be over for half of the day. */
beforeAll(async () => {
  api = await openApi({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
  for (const { receiptCode, some, events } of DOSSIERS) {
    const made = await api.register({ receiptCode, receivedAt: '2026-01-05T08:00:00+07:00', ...some });
    if (made.status !== 201) throw new Error(`${receiptCode}: ${JSON.stringify(made.body)}`);
    for (const event of events) await api.event(receiptCode, event);
  }
});
afterAll(() => api[Symbol.asyncDispose]());

async function codes(query: string): Promise<string[]> {
  const { body } = await api.get(`/v1/dossiers?${query}`);
  return body.items.map(({ receiptCode }: { receiptCode: string }) => receiptCode);
}

describe('requirements §8.2 the work lists, the most urgent first', () => {
  test.each([
    ['tonight', ['TOMORROW']],
    ['due_soon', ['DUE-TODAY', 'TOMORROW', 'TOMORROW-SAME-DAY', 'TOMORROW-WITHOUT-PHONE', 'IN-THREE-DAYS']],
    ['overdue', ['OVERDUE']],
    ['waiting', ['TOMORROW-WAITING']],
    ['ready', ['TOMORROW-READY']],
    ['unreached', []],
    [
      'all',
      ['OVERDUE', 'DUE-TODAY', 'TOMORROW', 'TOMORROW-READY', 'TOMORROW-SAME-DAY', 'TOMORROW-WAITING', 'TOMORROW-WITHOUT-PHONE'].concat(
        'IN-THREE-DAYS',
        'IN-FOUR-DAYS',
        'OVER-MOVED',
        'UNDATED',
      ),
    ],
  ])('%s', async (list, expected) => {
    expect(await codes(`list=${list}`)).toEqual(expected);
    expect(await codes(`list=${list}&sort=-due`)).toEqual(expected.toReversed());
    const { body } = await api.get(`/v1/dossiers?list=${list}&limit=1`);
    expect([body.total, body.totalIsMore]).toEqual([expected.length, false]);
    expect((await api.get('/v1/lists')).body[list]).toBe(expected.length);
  });

  test('requirements §6.3 late goes by the judged date, overdue by the one in force', async () => {
    expect(await codes('late=true')).toEqual(['OVERDUE', 'OVER-MOVED']);
    expect(await codes('late=true&closed=any')).toEqual(['OVER-CLOSED', 'OVERDUE', 'OVER-MOVED']);
    expect(await codes('late=false&sort=code&closed=true')).toEqual([]);
  });

  test('beside each line stands how long it has', async () => {
    const { items } = (await api.get('/v1/dossiers?closed=any')).body;
    const texts = items.map((item: { receiptCode: string; remaining: object }) => [item.receiptCode, item.remaining] as const);
    expect(Object.fromEntries(texts)).toMatchObject({
      OVERDUE: { days: -1, text: 'Quá 1 ngày' },
      'DUE-TODAY': { days: 0, text: 'Hôm nay' },
      'IN-THREE-DAYS': { days: 3, text: 'Còn 3 ngày' },
      'TOMORROW-WAITING': { days: 1, text: 'Tạm dừng' },
      'TOMORROW-READY': { days: 1, text: '' },
      UNDATED: { days: null, text: '' },
    });
  });

  test('counts of an agency', async () => {
    expect((await api.get('/v1/lists?agency=default')).body.all).toBe(11);
    expect(Object.values((await api.get('/v1/lists?agency=none')).body)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

test('requirements §8.5 who was not told is in a list, until an inquiry is answered', async () => {
  const entryOf = (receiptCode: string) => ({
    receiptCode: code(receiptCode),
    notice: { kind: 'result', round: 1 } as const,
    text: 'TB',
    segments: 1,
    encoding: 'unicode' as const,
    cost: null,
    decidedAt: at('2026-01-06 08:00'),
    dueAt: at('2026-01-06 08:00'),
  });
  await claimNotice(api.database, entryOf('TOMORROW-READY'), 'plain', null);
  await settle(api.database, 'TOMORROW-READY/result/1', 'permanent_failure', '422');
  await recordNotSent(api.database, entryOf('UNDATED'), 'skipped', 'no_phone');
  await recordNotSent(api.database, entryOf('OVERDUE'), 'skipped', 'same_day');
  await recordNotSent(api.database, entryOf('OVER-CLOSED'), 'skipped', 'no_phone');
  expect(await codes('list=unreached')).toEqual(['TOMORROW-READY', 'UNDATED']);
  expect(await codes('problem=any')).toEqual(['TOMORROW-READY']);
  expect((await api.get('/v1/lists')).body.unreached).toBe(2);
  await api.inquire('MCKH UNDATED');
  expect(await codes('list=unreached')).toEqual(['TOMORROW-READY']);
});

describe('contract §2 a list', () => {
  test('shows what another process has just taken', async () => {
    await using other = await openApi({}, undefined, api.databaseUrl);
    for (let i = 0; i < 5; i++) {
      await other.event('UNDATED', { type: 'progress', step: `Bước ${i}` });
      expect(await codes(`step=${encodeURIComponent(`bước ${i}`)}`)).toEqual(['UNDATED']);
    }
  });

  test('neither skips nor repeats a dossier while others change', async () => {
    for (let i = 0; i < 6; i++) await api.register({ receiptCode: `PAGE-${i}`, agency: 'default', dueDate: '2099-01-01' });
    const first = (await api.get('/v1/dossiers?dueFrom=2099-01-01&limit=3')).body;
    await api.event('PAGE-0', { type: 'close', outcome: 'withdrawn' });
    await api.event('PAGE-2', { type: 'close', outcome: 'withdrawn' });
    await api.register({ receiptCode: 'PAGE-00', dueDate: '2099-01-01' });
    expect(first.items.map((each: { receiptCode: string }) => each.receiptCode)).toEqual(['PAGE-0', 'PAGE-1', 'PAGE-2']);
    expect(await codes(`dueFrom=2099-01-01&limit=3&cursor=${first.nextCursor}`)).toEqual(['PAGE-3', 'PAGE-4', 'PAGE-5']);
    expect((await api.get(`/v1/dossiers?dueFrom=2099-01-01&limit=3&cursor=${first.nextCursor}`)).body.nextCursor).toBeNull();
  });
});
