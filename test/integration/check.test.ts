import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInvariants } from '../../src/recovery/check.ts';
import { rebuildLists } from '../../src/recovery/rebuild-lists.ts';
import { openLog } from '../../src/lib/log.ts';
import type { Registration } from '../../src/domain/dossier.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { beginInquiry, settleInquiry } from '../../src/db/inquiries.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { eventSignal } from '../../src/workflows/contract.ts';
import { eventually } from '../support/eventually.ts';
import { aBooking, aKeeping, anInquiry } from '../support/inquiries.ts';
import { anEvent, aRecordedDossier, progress, record } from '../support/records.ts';
import { openRecoveryWorld, type RecoveryWorld } from '../support/recovery-world.ts';

let world: RecoveryWorld;
beforeAll(async () => void (world = await openRecoveryWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const RESULT = progress('Trả kết quả');
const CLOSE = anEvent({ type: 'close', body: { outcome: 'handed_over' } });

test('a healthy office has no finding: open, told, apologised to, closed, and told by other means after the close', async () => {
  await world.aDossier();
  const [told, late, closed] = [await world.aDossier(), await world.aDossier({ eveInMs: 1500, step: 'Thẩm định' }), await world.aDossier()];
  await world.say(told, RESULT);
  await world.say(closed, RESULT, CLOSE);
  await eventually(async () => expect((await world.handle(closed).describe()).status.name).toBe('COMPLETED'));
  const informed = { notice: `${closed.receiptCode}/result/1`, by: 'phone' };
  await record(world.database, closed, anEvent({ type: 'informed', body: informed })); // requirements §4.9: I5 compares up to the close
  await world.lists.catchUp();
  await eventually(async () => expect(await world.ledger(told)).toEqual({ 'result/1': 'sent' }));
  await eventually(async () => expect(Object.values(await world.ledger(late))).toEqual(['sent']));
  await aSettledInquiry(true);
  expect(await check()).toEqual([]);
});

const HARMS: readonly [string, RegExp, () => Promise<unknown>][] = [
  [
    'I1',
    /result\/1 .*does not say/,
    async () => {
      const dossier = await aToldDossier();
      await world.database.sql`delete from notices where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I1',
    /result\/1 .*nothing is under way/,
    async () => {
      const dossier = await aToldDossier();
      await world.database.sql`update notices set status = 'sending' where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I2',
    /reported 2 messages/,
    async () => {
      const { receiptCode } = await aToldDossier();
      for (const id of ['one', 'two'])
        await world.database
          .sql`insert into receipts (gateway, message_id, notice_key, status, at) values ('plain', ${receiptCode + id}, ${`${receiptCode}/result/1`}, 'delivered', now())`;
    },
  ],
  [
    'I3',
    /sent at/,
    async () => {
      const dossier = await aToldDossier();
      await world.database.sql`update notices set sent_at = now() - interval '1 hour' where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I4',
    /no outcome after three hours/,
    async () => {
      await world.database
        .sql`insert into inquiries (gateway, id, sent_at, received_at) values ('plain', 'never-answered', now(), now() - interval '4 hours')`;
    },
  ],
  ['I4', /charge mark true/, () => aSettledInquiry(true, 'unknown')],
  [
    'I5',
    /it has no workflow/,
    async () => {
      const dossier = await aRecordedDossier(world.database);
      await world.database.sql`delete from outbox where code_key = ${key(dossier)}`;
    },
  ],
  ['I5', /has terminated/, async () => world.handle(await world.aDossier()).terminate('by a test')],
  ['I5', /at event 0, the journal at 1: step/, async () => world.sayUnheard(await world.aDossier(), progress('Thẩm định'))],
  [
    'I5',
    /was not told the events 1/,
    async () => {
      const dossier = await world.aDossier();
      await record(world.database, dossier, progress('Thẩm định'));
      await world.database.sql`update outbox set due_at = now() + interval '50 seconds' where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I5',
    /snapshot is not the fold.*step/,
    async () => {
      const dossier = await aClosedDossier();
      await world.database.sql`update snapshots set dossier = dossier || '{"step": "Thẩm định"}' where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I5',
    /not in the archive/,
    async () => {
      const dossier = await aClosedDossier();
      await world.database.sql`delete from snapshots where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I6',
    /broken at event 1/,
    async () => {
      const dossier = await world.aDossier();
      await world.say(dossier, progress('Thẩm định'));
      await world.database.sql.begin(async (sql) => {
        await sql`alter table events disable trigger events_are_append_only`;
        await sql`update events set actor = 'nobody' where code_key = ${key(dossier)} and seq = 1`;
        await sql`alter table events enable trigger events_are_append_only`;
      });
    },
  ],
  [
    'I7',
    /telephone number stands in Temporal/,
    async () => {
      const dossier = await world.aDossier();
      const now = instantAt(Date.now());
      const late = { seq: 9, recordedAt: now, occurredAt: now, type: 'progress' as const, step: 'gọi 0905 123 456' };
      await world.handle(dossier).signal(eventSignal, [late]);
    },
  ],
  [
    'I7',
    /reason holds a long number/,
    async () => {
      const dossier = await aToldDossier();
      await world.database.sql`update notices set reason = '500 unknown subscriber 0905123456' where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I8',
    /what lists read is not the fold of the journal: stops differ/,
    async () => {
      const dossier = await world.aDossier();
      await world.lists.catchUp();
      await world.database.sql`insert into dossier_stops (code_key, nth, stopped_from) values (${key(dossier)}, 1, now())`;
    },
  ],
  [
    'I8',
    /is in no list/,
    async () => {
      const dossier = await world.aDossier();
      await world.lists.catchUp();
      await world.database.sql`delete from dossier_states where code_key = ${key(dossier)}`;
    },
  ],
  [
    'I8',
    /the journal does not know it/,
    () =>
      world.database
        .sql`insert into dossier_states (code_key, seq, agency, procedure_code, received_on, step, step_key, clock, days_stopped,
        closed, reappointments) values ('NOBODYS', 0, '', '', now(), '', '', 'none', 0, false, 0)`,
  ],
];

test('each breach is found, and nothing else', async () => {
  for (const [, , harm] of HARMS) await harm();
  const found = (await check()).map(({ invariant, about, what }) => `${invariant} ${about} ${what}`);
  for (const [invariant, what] of HARMS)
    expect(
      found.filter((line) => line.startsWith(invariant) && what.test(line)),
      `${invariant} ${what}`,
    ).toHaveLength(1);
  expect(found).toHaveLength(HARMS.length);
});

async function check() {
  await world.lists.catchUp();
  return checkInvariants({ ...world, patienceMs: 0 });
}
test('architecture §2.3 what lists read is folded anew from the journal', async () => {
  await rebuildLists(world.database, openLog('silent', 'test'));
  expect((await check()).filter(({ invariant }) => invariant === 'I8')).toEqual([]);
});

const key = ({ receiptCode }: Registration) => codeKey(receiptCode);

async function aToldDossier(): Promise<Registration> {
  const dossier = await world.aDossier();
  await world.say(dossier, RESULT);
  await eventually(async () => expect(await world.ledger(dossier)).toEqual({ 'result/1': 'sent' }));
  return dossier;
}

async function aClosedDossier(): Promise<Registration> {
  const dossier = await world.aDossier();
  await world.say(dossier, CLOSE);
  await eventually(async () => expect((await world.handle(dossier).describe()).status.name).toBe('COMPLETED'));
  return dossier;
}

let inquiries = 0;

async function aSettledInquiry(charge: boolean, outcome: 'answered' | 'unknown' = 'answered'): Promise<void> {
  const { key: asked } = await beginInquiry(world.database, anInquiry({ id: `inquiry-${++inquiries}` }), aKeeping());
  await settleInquiry(world.database, asked, { outcome, reply: 'reply', charge }, aBooking({ source: 'workflow' }));
}
