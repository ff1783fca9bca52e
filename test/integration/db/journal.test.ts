import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditJournal } from '../../../src/db/audit.ts';
import { erasePersonalData } from '../../../src/db/erasure.ts';
import { writeRegistration } from '../../../src/db/registration.ts';
import { openEventWriter, type EventWriter } from '../../../src/db/journal.ts';
import { isUnavailable, migrateDatabase, openDatabase } from '../../../src/db/open.ts';
import { readEntries, splitJournal } from '../../../src/db/dossiers.ts';
import { readNotices } from '../../../src/db/notice-rows.ts';
import { dateOf, instantAt, type Instant } from '../../../src/domain/calendar.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { isOlderThanInForce } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { aDatabase, anEvent, aRecordedDossier, PHONE, progress, record } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(20)));
afterAll(() => database.close());

/** As a process of its own. */
const append: EventWriter = (key, event) => openEventWriter(database)(key, event);

describe('the journal (requirements §4.1, architecture §2.2)', () => {
  test.each(['update events set actor = actor', 'delete from events', 'truncate events cascade', 'truncate dossiers cascade'])(
    'refuses: %s',
    async (statement) => {
      await record(database, await aRecordedDossier(database), progress('Thẩm định'));
      await expect(database.sql.unsafe(statement)).rejects.toMatchObject({ code: '23001', message: /append-only/ });
    },
  );

  test('twenty writers at once are numbered without gaps, and time never runs backwards', async () => {
    const dossier = await aRecordedDossier(database);
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let turn = 0; turn < 3; turn++) await record(database, dossier, progress(`Bước ${writer}.${turn}`));
    });
    await Promise.all(writers);
    const rows = await entriesOf(dossier.receiptCode);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, seq) => seq));
    const times = rows.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual(times.toSorted());
  });

  test('requirements §4.4 of twenty writers at once each is told rightly whether a newer progress has overtaken its own', async () => {
    const dossier = await aRecordedDossier(database);
    const key = codeKey(dossier.receiptCode);
    const sent = Array.from({ length: 60 }, (_, nth) =>
      anEvent({
        body: { step: `Bước ${nth}` },
        occurredAt: nth % 5 === 0 ? null : instantAt(Date.parse('2026-03-01T00:00:00Z') + ((nth * 37) % 60) * 60_000),
      }),
    );
    const answers = await Promise.all(sent.map((event) => append(key, event)));
    const told = new Map(answers.map((answer) => ('isOvertaken' in answer ? [answer.seq, answer.isOvertaken] : [0, null])));
    const { registration, events } = splitJournal((await readEntries(database, [key])).get(key) ?? []);
    const states = replayStates(registration, events);
    const byFold = events.map((event, index) => [event.seq, isOlderThanInForce((states[index] ?? states[0]).dossier, event)] as const);
    expect([...told].toSorted(([one], [other]) => one - other)).toEqual(byFold);
    expect(byFold.some(([, isOlder]) => isOlder)).toBe(true);
    const again = await Promise.all(sent.map((event) => append(key, event)));
    expect(again.map((answer) => ({ ...answer, kind: 'recorded' }))).toEqual(answers);
  });

  test('a clock that jumps back does not move recordedAt back', async () => {
    const dossier = await aRecordedDossier(database);
    await database.sql`update dossiers set recorded_at = now() + interval '1 hour' where code_key = ${codeKey(dossier.receiptCode)}`;
    const [first, second] = await record(database, dossier, progress('Thẩm định'), progress('Phê duyệt'));
    expect(Date.parse(first?.recordedAt ?? '')).toBeGreaterThan(Date.now() + 3_500_000);
    expect(second?.recordedAt).toBe(first?.recordedAt);
  });

  test('the same event at once by ten writers is recorded once, and all hear the same', async () => {
    const dossier = await aRecordedDossier(database);
    const event = progress('Thẩm định');
    const answers = await Promise.all(Array.from({ length: 10 }, () => append(codeKey(dossier.receiptCode), event)));
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['recorded', ...Array.from({ length: 9 }, () => 'same')]);
    expect(new Set(answers.map((answer) => 'seq' in answer && `${answer.seq} ${answer.recordedAt} ${answer.occurredAt}`)).size).toBe(1);
  });

  test('those of many dossiers share statements, and each is answered as if it were alone', async () => {
    const dossiers = await Promise.all(Array.from({ length: 40 }, () => aRecordedDossier(database)));
    const closed = await aClosedOne();
    const together = openEventWriter(database);
    const answers = await Promise.all([
      ...dossiers.map(({ receiptCode }, nth) => together(codeKey(receiptCode), progress(`Bước ${nth}`))),
      together(codeKey('NOWHERE'), anEvent()),
      together(closed, anEvent()),
      ...dossiers
        .slice(0, 3)
        .flatMap(({ receiptCode }) => [
          together(codeKey(receiptCode), anEvent({ eventId: 'once' })),
          together(codeKey(receiptCode), anEvent({ eventId: 'once' })),
        ]),
    ]);
    expect(answers.map((answer) => ('refusal' in answer ? answer.refusal : 'seq' in answer ? `${answer.kind} ${answer.seq}` : ''))).toEqual(
      [
        ...Array.from({ length: 40 }, () => 'recorded 1'),
        'dossier_not_found',
        'dossier_closed',
        ...Array.from({ length: 3 }, () => ['recorded 2', 'same 2']).flat(),
      ],
    );
    const keys = dossiers.map(({ receiptCode }) => codeKey(receiptCode));
    const [written] = await database.sql<{ statements: number }[]>`
      select count(distinct xmin::text)::int as statements from events where code_key = any(${keys}) and seq = 1`;
    expect(written?.statements).toBeLessThanOrEqual(10);
    for (const [nth, { receiptCode }] of dossiers.entries())
      expect((await entriesOf(receiptCode))[1]?.body).toEqual({ step: `Bước ${nth}` });
    expect((await auditJournal(database)).ok).toBe(true);
  });

  test('one that PostgreSQL refuses takes no other with it', async () => {
    const dossiers = await Promise.all(Array.from({ length: 6 }, () => aRecordedDossier(database)));
    const together = openEventWriter(database);
    const answers = await Promise.allSettled(
      dossiers.map(({ receiptCode }, nth) =>
        together(codeKey(receiptCode), anEvent({ occurredAt: (nth === 5 ? 'no instant' : null) as Instant | null })),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 5 }, () => 'fulfilled'), 'rejected']);
  });

  test('two processes that write to the same dossiers in other orders do not wait for each other', async () => {
    const dossiers = await Promise.all(Array.from({ length: 30 }, () => aRecordedDossier(database)));
    const writers = [dossiers, dossiers.toReversed()].map(async (some) => {
      const together = openEventWriter(database);
      for (let turn = 0; turn < 10; turn++)
        await Promise.all(some.map(({ receiptCode }) => together(codeKey(receiptCode), progress(`Bước ${turn}`))));
    });
    await Promise.all(writers);
    const deadlocks = await database.sql<
      { count: number }[]
    >`select deadlocks::int as count from pg_stat_database where datname = current_database()`;
    expect(deadlocks[0]?.count).toBe(0);
    for (const { receiptCode } of dossiers) expect(await entriesOf(receiptCode)).toHaveLength(21);
  });

  test('the same registration at once is taken once', async () => {
    const { recordedAt: _, ...registration } = await aRecordedDossier(database);
    const request = {
      content: 'as sent',
      contact: { phone: PHONE, problem: null },
      actor: 'clerk',
      receivedOn: dateOf(registration.receivedAt),
    };
    const again = { ...registration, receiptCode: `${registration.receiptCode}X` as typeof registration.receiptCode };
    const answers = await Promise.all(Array.from({ length: 10 }, () => writeRegistration(database, again, request)));
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['registered', ...Array.from({ length: 9 }, () => 'same')].toSorted());
    await expect(writeRegistration(database, again, { ...request, content: 'other' })).resolves.toEqual({ kind: 'conflict' });
  });

  test.each([
    ['an unknown dossier', async () => codeKey('NOWHERE'), anEvent(), { kind: 'refused', refusal: 'dossier_not_found' }],
    ['a closed one', aClosedOne, anEvent(), { kind: 'refused', refusal: 'dossier_closed' }],
    ['one with 2,000 events', aFullOne, anEvent(), { kind: 'refused', refusal: 'too_many_events' }],
    [
      'the same id with another content',
      oneWithEventE1,
      anEvent({ eventId: 'e-1', content: 'y' }),
      { kind: 'refused', refusal: 'event_conflict' },
    ],
    ['the same id with the same content', oneWithEventE1, anEvent({ eventId: 'e-1', content: 'x' }), { kind: 'same', seq: 1 }],
  ] as const)('an event for %s', async (_, key, event, answer) => {
    expect(await append(await key(), event)).toMatchObject(answer);
  });
});

describe('phones (requirements §9)', () => {
  test('no phone stands in the events, and after its erasure the digests recognise nothing', async () => {
    const dossier = await aRecordedDossier(database);
    const contact = anEvent({
      type: 'contact',
      body: { phone: 'given' },
      contact: { phone: PHONE, problem: null },
      content: `["contact",${PHONE}]`,
    });
    await record(database, dossier, contact, anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
    const key = codeKey(dossier.receiptCode);
    const rows = [
      await database.sql`select * from events`,
      await database.sql`select * from dossiers`,
      await database.sql`select * from outbox`,
    ];
    expect(rows.map((of) => of.length > 0)).toEqual([true, true, true]);
    expect(JSON.stringify(rows)).not.toContain('905123456');
    expect(await append(key, contact)).toMatchObject({ kind: 'same' });

    await database.sql`update dossiers set closed_at = now() - interval '366 days' where code_key = ${key}`;
    await erasePersonalData(database, { inquiriesAfterMs: 90 * 86_400_000, dossiersAfterMs: 365 * 86_400_000 });
    expect([...(await database.sql`select phone, key from contacts where code_key = ${key}`)]).toEqual([{ phone: null, key: null }]);
    expect(await append(key, contact)).toEqual({ kind: 'refused', refusal: 'event_conflict' });
  });

  test('an open dossier and one closed lately keep theirs', async () => {
    const [open, closed] = [await aRecordedDossier(database), await aRecordedDossier(database)];
    await record(database, closed, anEvent({ type: 'close', body: { outcome: 'withdrawn' } }));
    await erasePersonalData(database, { inquiriesAfterMs: 0, dossiersAfterMs: 365 * 86_400_000 });
    const keys = [open, closed].map(({ receiptCode }) => codeKey(receiptCode));
    expect(await database.sql`select from contacts where phone = ${PHONE} and key is not null and code_key = any(${keys})`).toHaveLength(2);
  });
});

test('migrations run again and two at once', async () => {
  const name = `m_${process.pid}_${Date.now()}`;
  await database.sql.unsafe(`create database ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  await Promise.all([migrateDatabase(url.href), migrateDatabase(url.href)]);
  await migrateDatabase(url.href);
  const migrated = openDatabase(url.href, { max: 1, name: 'test' });
  const ran = (sql: typeof database.sql) => sql`select hash from drizzle.__drizzle_migrations order by id`;
  expect([...(await ran(migrated.sql))]).toEqual([...(await ran(database.sql))]);
  await migrated.close();
});

test('a database that is away is told from a wrong statement', async () => {
  const [away, cut] = [
    openDatabase('postgres://x@127.0.0.1:1/x', { max: 1, name: 'test' }),
    openDatabase(database.url, { max: 1, name: 'test' }),
  ];
  expect(isUnavailable(await errorOf(away.sql`select 1`))).toBe(true);
  expect(isUnavailable(await errorOf(readNotices(away, { agencies: null }, 1, null)))).toBe(true);
  expect(isUnavailable(await errorOf(cut.sql`select pg_terminate_backend(pg_backend_pid())`))).toBe(true);
  expect(isUnavailable(await errorOf(database.sql`select nonsense`))).toBe(false);
  expect(isUnavailable(new Error('ECONNREFUSED'))).toBe(false);
  void Promise.all([away.close(), cut.close()]); // the driver takes its 5 s for a connection that was cut
});

function errorOf(work: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(work).then(
    () => null,
    (error: unknown) => error,
  );
}

async function aClosedOne() {
  const dossier = await aRecordedDossier(database);
  await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
  return codeKey(dossier.receiptCode);
}

async function aFullOne() {
  const { receiptCode } = await aRecordedDossier(database);
  await database.sql`update dossiers set seq = 2000 where code_key = ${codeKey(receiptCode)}`;
  return codeKey(receiptCode);
}

async function oneWithEventE1() {
  const dossier = await aRecordedDossier(database);
  await record(database, dossier, anEvent({ eventId: 'e-1', content: 'x' }));
  return codeKey(dossier.receiptCode);
}

async function entriesOf(receiptCode: string) {
  return database.sql<{ seq: number; body: object; recordedAt: string }[]>`
    select seq, body, recorded_at::text as "recordedAt" from events where code_key = ${codeKey(receiptCode)} order by seq`;
}
