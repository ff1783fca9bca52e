import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLines, rewriteLinesOf, writeLines } from '../../../src/db/dossier-lines.ts';
import { readEntries, splitJournal } from '../../../src/db/dossiers.ts';
import { openEventWriter } from '../../../src/db/journal.ts';
import { startLineKeeper } from '../../../src/db/line-keeper.ts';
import { recordNotSent } from '../../../src/db/notices.ts';
import { migrateDatabase, openDatabase, type Database } from '../../../src/db/open.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { dossierLine } from '../../../src/domain/dossier-line.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { openLog } from '../../../src/lib/log.ts';
import { databaseBefore } from '../../support/database-before.ts';
import { eventually } from '../../support/eventually.ts';
import { aDatabase, anEvent, aRecordedDossier, eveAt, progress, record } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

const log = openLog('silent', 'test');

function aKeeper(of: Database = database) {
  const keeper = startLineKeeper({ database: of, log });
  return { ...keeper, [Symbol.asyncDispose]: keeper.stop };
}

const waits = () => progress('Bộ phận Một cửa', 'Chờ bổ sung');
const result = () => progress('Trả kết quả');

async function kept({ receiptCode }: Registration, of: Database = database) {
  return (await readLines(of, [codeKey(receiptCode)])).get(codeKey(receiptCode));
}

async function folded({ receiptCode }: Registration) {
  const { registration, events } = splitJournal((await readEntries(database, [codeKey(receiptCode)])).get(codeKey(receiptCode)) ?? []);
  return dossierLine(registration, events);
}

const marksOf = async (dossier: Registration, of: Database = database) =>
  (await of.sql`select from unlisted where code_key = ${codeKey(dossier.receiptCode)}`).count;

describe('architecture §2.3 what lists are read from', () => {
  test('is the fold of the journal, with its stops and eves', async () => {
    await using keeper = aKeeper();
    const dossier = await aRecordedDossier(database, eveAt(instantAt(Date.now() + 300)));
    await record(database, dossier, progress('Thẩm định'), waits(), progress('Phê duyệt'));
    await eventually(async () => {
      await record(database, dossier, progress('Ký duyệt'));
      await keeper.catchUp();
      expect((await kept(dossier))?.eves).toHaveLength(1);
    });
    const line = await kept(dossier);
    expect(line).toEqual(await folded(dossier));
    expect(line?.stops).toHaveLength(1);
  });

  test('is written beside the acknowledgement, also of many at once', async () => {
    await using keeper = aKeeper();
    const dossiers = await Promise.all(Array.from({ length: 100 }, () => aRecordedDossier(database)));
    for (const dossier of dossiers) keeper.note(dossier);
    const write = keeper.noting(openEventWriter(database));
    await Promise.all(dossiers.map(({ receiptCode }) => write(codeKey(receiptCode), waits())));
    await eventually(async () => {
      for (const dossier of dossiers) expect([(await kept(dossier))?.stops.length, await marksOf(dossier)]).toEqual([1, 0]);
    }, 4000); // the sweep would come after 5 s
  });

  test('what a process that was killed left is there within a second of the lease', async () => {
    const dossier = await aRecordedDossier(database);
    await record(database, dossier, result());
    expect(await kept(dossier)).toBeUndefined();
    await database.sql`update unlisted set due_at = now()`;
    await using _ = aKeeper();
    await eventually(async () => expect(await kept(dossier)).toEqual(await folded(dossier)), 2000);
    expect(await marksOf(dossier)).toBe(0);
  });

  test('requirements §4.9 an event after the close changes its number alone', async () => {
    await using keeper = aKeeper();
    const dossier = await aRecordedDossier(database);
    const at = instantAt(Date.now());
    const notice = { kind: 'result', round: 1 } as const;
    const entry = { ...dossier, notice, text: 'TB', segments: 1, encoding: 'unicode', cost: null, decidedAt: at, dueAt: at } as const;
    await recordNotSent(database, entry, 'skipped', 'no_phone');
    await record(database, dossier, result(), anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
    await keeper.catchUp();
    const atClose = await kept(dossier);
    await record(database, dossier, anEvent({ type: 'informed', body: { notice: `${dossier.receiptCode}/result/1`, by: 'phone' } }));
    await keeper.catchUp();
    expect(await kept(dossier)).toEqual({ ...atClose, seq: 3 });
    expect(await marksOf(dossier)).toBe(0);
  });

  test('a write that another process has just acknowledged shows at once', async () => {
    await using keeper = aKeeper();
    const dossier = await aRecordedDossier(database);
    for (const step of ['A', 'B', 'C']) {
      await record(database, dossier, progress(step));
      await keeper.catchUp();
      expect((await kept(dossier))?.step).toBe(step);
    }
  });

  test('an older fold that comes late changes nothing and takes off only its own marks', async () => {
    const dossier = await aRecordedDossier(database);
    const [first] = await record(database, dossier, waits());
    const older = dossierLine(dossier, first ? [first] : []);
    await record(database, dossier, result());
    await writeLines(database.sql, [older]);
    expect([(await kept(dossier))?.seq, await marksOf(dossier)]).toEqual([1, 1]);
    await writeLines(database.sql, [await folded(dossier)]);
    await writeLines(database.sql, [older]);
    expect(await kept(dossier)).toEqual(await folded(dossier));
    expect(await marksOf(dossier)).toBe(0);
  });

  test('several processes fold the same dossiers at once, and none waits for ever', async () => {
    const keepers = [aKeeper(), aKeeper(), aKeeper()];
    const dossiers = await Promise.all(Array.from({ length: 40 }, () => aRecordedDossier(database)));
    for (let i = 0; i < 5; i++) {
      await Promise.all(dossiers.map((dossier) => record(database, dossier, i % 2 === 0 ? waits() : progress(`Bước ${i}`))));
      await Promise.all([...keepers, ...keepers].map((keeper) => keeper.catchUp()));
    }
    for (const dossier of dossiers) expect(await kept(dossier)).toEqual(await folded(dossier));
    await Promise.all(keepers.map((keeper) => keeper.stop()));
  });

  test('can be folded anew, whatever stands there', async () => {
    await using keeper = aKeeper();
    const dossier = await aRecordedDossier(database);
    await record(database, dossier, waits());
    await keeper.catchUp();
    const key = codeKey(dossier.receiptCode);
    await database.sql`update dossier_states set step = 'X', seq = 7 where code_key = ${key}`;
    await database.sql`insert into dossier_stops (code_key, nth, stopped_from) values (${key}, 2, now())`;
    await rewriteLinesOf(database, [key]);
    expect(await kept(dossier)).toEqual(await folded(dossier));
  });
});

test('architecture §2.3 a migration fills the table while everybody works, also the build before', async () => {
  const url = await databaseBefore('0009_lists_are_read_from_a_table');
  const old = openDatabase(url, { max: 2, name: 'test' });
  const dossiers = await Promise.all(Array.from({ length: 3 }, () => aRecordedDossier(old)));
  await migrateDatabase(url);
  const later = await aRecordedDossier(old);
  await old.sql`delete from outbox`; // the build before takes off what it has delivered
  await using keeper = aKeeper(old);
  await eventually(async () => {
    for (const dossier of dossiers) expect((await kept(dossier, old))?.seq).toBe(0);
  });
  await keeper.catchUp();
  expect((await kept(later, old))?.seq).toBe(0);
  await keeper.stop();
  await old.close();
});
