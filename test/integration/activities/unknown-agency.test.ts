import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countUnknownAgencies } from '../../../src/db/unknown-agencies.ts';
import { findAgencyIn } from '../../../src/domain/agency.ts';
import { createMetrics } from '../../../src/api/metrics.ts';
import { readGauges } from '../../../src/services/read-gauges.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, anSmsRoom, FINANCE } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
beforeEach(() => database.sql`truncate unknown_agencies`);
afterAll(() => database.close());

const OLD_SETTINGS = findAgencyIn({ default: FINANCE });
const NEW_SETTINGS = findAgencyIn({ default: FINANCE, 'so-xay-dung': { ...FINANCE, name: 'Sở Xây dựng' } });

async function anOrderOf(agency: string) {
  return anOrder(await aRecordedDossier(database, { agency }));
}

describe('requirements §2: the notices of an agency that a worker does not know wait', () => {
  test.each(['so-xay-dung', 'toString', '__proto__', '', 'Default'])(
    '%o: nothing is handed over, and the ledger names no office',
    async (agency) => {
      const room = await anSmsRoom(database, { findAgency: OLD_SETTINGS });
      const order = await anOrderOf(agency);
      expect(await room.sendNoticeAtOnce(order)).toBeNull();
      await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false, nextRetryDelay: 300_000 });
      await expect(room.recordNotSent(order, { call: 'skipped', reason: 'same_day' })).rejects.toMatchObject({ type: 'TryLater' });
      expect(room.handed).toEqual([]);
      expect(await room.row(order)).toBeUndefined();
      expect(await room.state()).toBe('ok');
    },
  );

  test('until a worker knows it', async () => {
    const order = await anOrderOf('so-xay-dung');
    const before = await anSmsRoom(database, { findAgency: OLD_SETTINGS });
    await expect(before.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
    const after = await anSmsRoom(database, { findAgency: NEW_SETTINGS });
    expect(await after.sendNotice(order)).toEqual({ status: 'sent' });
    expect(after.handed[0]?.text).toContain('Bộ phận Một cửa của Sở Xây dựng để nhận kết quả');
  });

  test('and they take no turn of the notices of other agencies', async () => {
    const room = await anSmsRoom(database, { findAgency: OLD_SETTINGS, pace: { intervalMs: 60_000, takeTurn: () => 0 } });
    const [stranger, known] = [await anOrderOf('so-xay-dung'), await anOrderOf('default')];
    await room.sendNotice(stranger).catch(() => undefined);
    expect(await room.sendNotice(known)).toEqual({ status: 'sent' });
  });

  test('an alarm is raised, in the log and in the metrics, and it ends when no notice waits any more', async () => {
    const room = await anSmsRoom(database, { findAgency: OLD_SETTINGS });
    for (const agency of ['so-xay-dung', 'so-xay-dung', 'so-y-te']) await room.sendNotice(await anOrderOf(agency)).catch(() => undefined);
    expect(room.logged.filter((line) => line.includes('"agency_unknown"') && line.includes('"agency":"so-xay-dung"'))).toHaveLength(2);
    const scraped = async () => createMetrics().scrape(await readGauges({ database, gateways: [] }));
    expect(await scraped()).toContain('unknown_agencies 2\n');
    await database.sql`update unknown_agencies set seen_at = seen_at - interval '13 minutes'`;
    expect(await scraped()).toContain('unknown_agencies 0\n');
    await room.sendNotice(await anOrderOf('so-y-te')).catch(() => undefined);
    expect(await countUnknownAgencies(database)).toBe(1);
  });
});
