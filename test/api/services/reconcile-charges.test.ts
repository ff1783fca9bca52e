import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../../src/lib/log.ts';
import { instantOf, plusMs, type Instant } from '../../../src/domain/calendar.ts';
import { reconcileCharges } from '../../../src/services/reconcile-charges.ts';
import { openApi, type Api } from '../../support/api.ts';
import { day } from '../../support/dossiers.ts';

const DAY = day('2017-11-23');
const MINUTE_MS = 60_000;

let api: Api;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api[Symbol.asyncDispose]());

let next = 1;

type Columns = {
  gateway?: string;
  id?: string;
  phone?: string | null;
  text?: string | null;
  /** Seconds of the day of Viet Nam. */
  at?: number;
  outcome?: string | null;
  reply?: string | null;
  charge?: boolean | null;
  reply_status?: string;
  answered_at?: Instant;
};

/** A question of that day that was answered and charged, unless something else is said. */
async function asked({ at = 40_000, ...some }: Columns): Promise<void> {
  const row = {
    gateway: 'plain',
    id: `mo-${next++}`,
    phone: `8491${String(1_000_000 + next)}`,
    text: 'MCKH 0101701234',
    outcome: 'answered',
    reply: 'Hồ sơ',
    charge: true,
    sent_at: instantOf(DAY, at),
    received_at: instantOf(DAY, at),
    answered_at: instantOf(DAY, at + 1),
    ...some,
  };
  await api.database.sql`insert into inquiries ${api.database.sql(row as never)}`;
}

const read = async (date = DAY as string) => (await api.get(`/v1/inquiries/reconciliation?date=${date}`, 'operator')).body;
const reconcileAt = (now: Instant) => reconcileCharges({ database: api.database, now: () => now, log: openLog('silent', 'test') });

describe('requirements §11.5, requirements §7.5: the inquiries of a day, their replies and their charges are compared', () => {
  beforeAll(async () => {
    await asked({ id: 'first-second', at: 0 });
    await asked({ id: 'last-second', at: 86_399 });
    await asked({ id: 'day-before', at: -1 });
    await asked({ id: 'day-after', at: 86_400 });
    await asked({ id: 'free', outcome: 'unknown', charge: false });
    await asked({ id: 'silent', outcome: 'ignored', reply: null, charge: false });
    await asked({ id: 'erased', phone: null, text: null, reply: null });
    await asked({ gateway: 'calling', id: 'sent', reply_status: 'sent' });
    await asked({ gateway: 'calling', id: 'failed', reply_status: 'failed', at: 50_000 });
    await asked({ gateway: 'calling', id: 'uncertain', reply_status: 'uncertain', at: 50_001 });
    await asked({ gateway: 'calling', id: 'failed-free', reply_status: 'failed', outcome: 'unknown', charge: false });
    await asked({ gateway: 'calling', id: 'charged-for-nothing', reply: null, at: 50_002 });
    await asked({ gateway: 'calling', id: 'not-booked', reply_status: 'sent', outcome: null, reply: null, charge: null, at: 50_003 });
    await asked({ id: 'twice', phone: '84912345670', at: 60_000 });
    await asked({ gateway: 'calling', id: 'twice-84912345670', phone: '84912345670', reply_status: 'sent', at: 60_059 });
    await asked({ id: 'later', phone: '84912345670', at: 60_119 });
    await asked({ id: 'other-text', phone: '84912345670', text: 'MCKH 0101701235', at: 60_060 });
    await asked({ id: 'pending', outcome: null, reply: null, charge: null, at: 70_000 });
    await asked({ id: 'abandoned', outcome: 'busy', charge: false, at: 70_001, answered_at: instantOf(DAY, 70_001 + 3601) });
    await asked({ id: 'busy', outcome: 'busy', charge: false, at: 70_002, answered_at: instantOf(DAY, 70_002 + 600) });
  });

  test('by gateway, and where they do not agree, without a number', async () => {
    const told = await read();
    expect(told.gateways).toEqual([
      { gateway: 'calling', inquiries: 7, replies: 2, charged: 5, free: 1, refundsDue: 1 },
      { gateway: 'plain', inquiries: 11, replies: 8, charged: 6, free: 4, refundsDue: 0 },
    ]);
    expect(told.differences.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`)).toEqual([
      'charged_without_reply failed',
      'charged_without_reply uncertain',
      'charged_without_reply charged-for-nothing',
      'no_outcome not-booked',
      'reply_not_booked not-booked',
      'charged_twice twice-0912 *** 670',
      'no_outcome pending',
      'no_outcome abandoned',
    ]);
    expect(told).toMatchObject({ date: DAY, reconciledAt: null, differenceCount: 8 });
    expect(told.differences[0]).toEqual({
      kind: 'charged_without_reply',
      gateway: 'calling',
      id: 'failed',
      receivedAt: instantOf(DAY, 50_000),
    });
  });

  test('each night once, the first night only the day before, and then the days that were missed', async () => {
    await reconcileAt(plusMs(instantOf(day('2017-11-24'), 0), 19 * MINUTE_MS));
    expect(await days()).toEqual(['2017-11-22']);
    await reconcileAt(plusMs(instantOf(day('2017-11-24'), 0), 21 * MINUTE_MS));
    await asked({ id: 'too-late', at: 1, outcome: null, reply: null, charge: null });
    await Promise.all([1, 2, 3].map(() => reconcileAt(instantOf(day('2017-11-27'), 43_200))));
    expect(await days()).toEqual(['2017-11-22', '2017-11-23', '2017-11-24', '2017-11-25', '2017-11-26']);
    expect(await read()).toMatchObject({ reconciledAt: expect.any(String), differenceCount: 8 });
    await reconcileAt(instantOf(day('2018-11-27'), 43_200));
    expect((await days()).length).toBe(5 + 31);
  });

  test('the last day is a metric, and what is kept holds no number', async () => {
    const scraped = await api.get('/metrics');
    expect(scraped.body).toContain('\ninquiry_charge_differences 0\n');
    await api.database.sql`insert into charge_days (day, report, differences) values ('2019-01-01', '{}', 3)`;
    expect((await api.get('/metrics')).body).toContain('\ninquiry_charge_differences 3\n');
    const kept = await api.database.sql`select report::text as report from charge_days`;
    expect(JSON.stringify(kept)).toContain('twice-0912 *** 670');
    expect(JSON.stringify(kept)).not.toMatch(/912345670/);
  });
});

test('yesterday is told when no day is named, and a day that does not exist is refused', async () => {
  const told = (await api.get('/v1/inquiries/reconciliation', 'operator')).body;
  expect(told).toMatchObject({ gateways: [], differences: [], differenceCount: 0, reconciledAt: null });
  expect(told.date).toBe(new Date(Date.now() + 7 * 3_600_000 - 86_400_000).toISOString().slice(0, 10));
  expect((await api.get('/v1/inquiries/reconciliation?date=2017-02-30', 'operator')).status).toBe(422);
});

async function days(): Promise<string[]> {
  const rows = await api.database.sql<{ day: string }[]>`select day::text from charge_days order by day`;
  return rows.map((row) => row.day);
}
