import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import type { Registration } from '../../src/domain/dossier.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import type { NoticeStatus } from '../../src/domain/notice-status.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import type { Disagreement } from '../../src/recovery/disagreements.ts';
import { rebuild } from '../../src/recovery/rebuild.ts';
import { findDisagreements } from '../../src/recovery/reconcile.ts';
import { startWorkflow } from '../../src/temporal/start.ts';
import { eventSignal, statusQuery } from '../../src/workflows/contract.ts';
import { aRegistration, code, said } from '../support/dossiers.ts';
import { eventually } from '../support/eventually.ts';
import { anEvent, progress } from '../support/records.ts';
import { openRecoveryWorld, type RecoveryWorld } from '../support/recovery-world.ts';
import { FINANCE } from '../support/sms-room.ts';

const RESULT = progress('Trả kết quả');
const CLOSE = anEvent({ type: 'close', body: { outcome: 'withdrawn' } });
const UNCERTAIN_AFTER_MS = 1000;

describe.each([true, false])('after the loss of Temporal’s store, with a gateway that deduplicates: %s', (deduplicates) => {
  let world: RecoveryWorld;
  beforeAll(async () => void (world = await openRecoveryWorld({ deduplicates, uncertainAfterMs: UNCERTAIN_AFTER_MS })));
  afterAll(() => world[Symbol.asyncDispose]());

  test('what the ledger knows the end of is not told again; what had not ended ends by policy (requirements §5.5, §5.6)', async () => {
    const cases: readonly [NoticeStatus | null, number, string, readonly string[]][] = [
      ['sent', 0, 'sent', []],
      ['delivered', 0, 'delivered', []],
      ['skipped', 0, 'skipped', []],
      ['superseded', 0, 'superseded', []],
      ['temporary_failure', 0, 'temporary_failure', []],
      ['permanent_failure', 0, 'permanent_failure', []],
      ['technical_failure', 0, 'technical_failure', []],
      ['uncertain', 1, 'uncertain', []],
      ['uncertain', 0, 'sent', ['result/1~1']],
      ['created', 0, 'sent', ['result/1']],
      ['sending', 0, 'sent', [deduplicates ? 'result/1' : 'result/1~1']],
      [null, 0, 'sent', ['result/1']],
    ];
    const dossiers = await Promise.all(
      cases.map(async ([status, resent]) => {
        const dossier = await aToldDossier(world);
        const key = codeKey(dossier.receiptCode);
        if (status === null) await world.database.sql`delete from notices where code_key = ${key}`;
        else await world.database.sql`update notices set status = ${status}, resent = ${resent} where code_key = ${key}`;
        await world.lose(dossier);
        return dossier;
      }),
    );
    world.room.handed.splice(0);
    expect(await leftAfterRebuild(world)).toEqual([]);
    const told = async () =>
      Promise.all(
        dossiers.map(async (dossier, index) => {
          const handed = world.handed(dossier).map((reference) => reference.slice(dossier.receiptCode.length + 1));
          return [...(cases[index] ?? []).slice(0, 2), (await world.ledger(dossier))['result/1'], handed];
        }),
      );
    await eventually(async () => expect(await told()).toEqual(cases));
    for (const dossier of dossiers) expect(await world.handle(dossier).query(statusQuery)).toEqual(await world.fold(dossier));
  });

  test('an apology still to come leaves, one that left does not, and operators see the problem that there was', async () => {
    const [coming, gone, failed] = [
      await world.aDossier({ eveInMs: 9000, step: 'Thẩm định' }),
      await world.aDossier({ eveInMs: 1000, step: 'Thẩm định' }),
      await aToldDossier(world),
    ];
    await eventually(() => expect(world.handed(gone)).toHaveLength(1));
    await eventually(async () => expect(Object.values(await world.ledger(gone))).toEqual(['sent']));
    await world.database.sql`update notices set status = 'permanent_failure' where code_key = ${codeKey(failed.receiptCode)}`;
    for (const dossier of [coming, gone, failed]) await world.lose(dossier);
    expect(world.handed(coming)).toEqual([]);
    expect(await leftAfterRebuild(world)).toEqual([]);
    await eventually(() => expect(world.handed(coming)).toHaveLength(1));
    expect(world.handed(gone)).toHaveLength(1);
    const { typedSearchAttributes } = await world.handle(failed).describe();
    expect(typedSearchAttributes.getAll().map(({ value }) => value)).toContain('permanent_failure');
  });
});

describe('stores of different instants', () => {
  let world: RecoveryWorld;
  beforeAll(async () => void (world = await openRecoveryWorld()));
  afterAll(() => world[Symbol.asyncDispose]());

  test('reconcile lists each disagreement and nothing else; rebuild mends them; then there is none', async () => {
    const expected: [Disagreement['kind'], string, RegExp][] = [];
    const expectOf = (kind: Disagreement['kind'], { receiptCode }: Registration, what: RegExp, notice = '') =>
      void expected.push([kind, receiptCode + notice, what]);
    const sql = world.database.sql;
    const key = ({ receiptCode }: Registration) => codeKey(receiptCode);

    const missing = await world.aDossier();
    await world.lose(missing);
    expectOf('workflow_missing', missing, /open, and it has no workflow/);

    const ended = await world.aDossier();
    await world.handle(ended).terminate('by a test');
    expectOf('workflow_ended', ended, /has terminated/);

    const behind = await world.aDossier();
    await world.sayUnheard(behind, progress('Thẩm định'), RESULT);
    expectOf('workflow_behind', behind, /event 0, the journal at 2/);
    expectOf('notice_unknown', behind, /due since/, '/result/1');

    const unheardClose = await world.aDossier();
    await world.sayUnheard(unheardClose, CLOSE);
    expectOf('workflow_behind', unheardClose, /does not know that the dossier is closed/);

    const ahead = await world.aDossier();
    await world
      .handle(ahead)
      .signal(eventSignal, said({ step: 'Phê duyệt', at: '2026-11-23 09:00' }, { step: 'Trả kết quả', at: '2026-11-23 10:00' }));
    await eventually(() => expect(world.handed(ahead)).toHaveLength(1));
    expectOf(
      'workflow_ahead',
      ahead,
      /event 2, the journal at 0.*lost: event 1, progress \{"step":"Phê duyệt"\}, recorded 2026-11-23T02:00.*event 2/,
    );

    const closedAhead = await world.aDossier();
    await world.handle(closedAhead).signal(eventSignal, said({ close: 'withdrawn' }));
    await eventually(async () => expect((await world.handle(closedAhead).describe()).status.name).toBe('COMPLETED'));
    await sql`delete from snapshots where code_key = ${key(closedAhead)}`;
    expectOf('workflow_ended', closedAhead, /has completed; lost: event 1, close/);

    const differs = await world.aDossier();
    await world.sayUnheard(differs, progress('Thẩm định'));
    await world.handle(differs).signal(eventSignal, said({ step: 'Phê duyệt' }));
    expectOf('workflow_differs', differs, /event 1, the journal at 1.*step.*lost: event 1, progress \{"step":"Phê duyệt"/);

    const stray = aRegistration({ receiptCode: code('STRAY-1'), recordedAt: instantAt(Date.now()) });
    await startWorkflow(world.client, stray, said({ step: 'Thẩm định' }));
    expectOf('workflow_without_dossier', stray, /agency default.*lost: event 1, progress/);

    const [notArchived, wronglyArchived] = [await aClosedDossier(world), await aClosedDossier(world)];
    await sql`delete from snapshots where code_key = ${key(notArchived)}`;
    await sql`update snapshots set dossier = dossier || '{"step": "Thẩm định"}' where code_key = ${key(wronglyArchived)}`;
    expectOf('snapshot_missing', notArchived, /not in the archive/);
    expectOf('snapshot_differs', wronglyArchived, /step differ/);

    const restored = await aClosedDossier(world);
    await startWorkflow(world.client, restored, [], { reuse: 'ALLOW_DUPLICATE' });
    expectOf('workflow_behind', restored, /does not know that the dossier is closed/);

    const [forgotten, stuck] = [await aToldDossier(world), await aToldDossier(world)];
    await sql`delete from notices where code_key = ${key(forgotten)}`;
    await sql`update notices set status = 'sending', sent_at = null, gateway_message_id = null where code_key = ${key(stuck)}`;
    expectOf('notice_unknown', forgotten, /due since/, '/result/1');
    expectOf('notice_stuck', stuck, /sending, and nothing is under way/, '/result/1');

    await eventually(async () => expect(await kindsIn(findDisagreements(deps(world)))).toContain('workflow_without_dossier'));
    const handedBefore = world.room.handed.length;
    const found = await all(findDisagreements(deps(world)));
    for (const [kind, about, what] of expected)
      expect(
        found.filter((each) => each.kind === kind && each.about === about && what.test(each.what)),
        `${kind} ${about} ${what}`,
      ).toHaveLength(1);
    expect(found).toHaveLength(expected.length);
    expect(world.room.handed).toHaveLength(handedBefore);

    expect((await leftAfterRebuild(world)).map(({ kind, about }) => [kind, about])).toEqual([['workflow_without_dossier', 'STRAY-1']]);
    expect(await leftAfterRebuild(world, true)).toEqual([]);
    await eventually(async () => expect(await all(findDisagreements(deps(world)))).toEqual([]));
    expect((await world.handle(stray).describe()).status.name).toBe('TERMINATED');

    for (const dossier of [missing, ended, behind, ahead, closedAhead, differs, forgotten, stuck])
      expect(await world.handle(dossier).query(statusQuery)).toEqual(await world.fold(dossier));
    await eventually(async () => expect(await world.ledger(behind)).toEqual({ 'result/1': 'sent' }));
    expect(world.handed(behind)).toHaveLength(1);
    for (const told of [ahead, forgotten, stuck]) {
      expect(await world.ledger(told)).toEqual({ 'result/1': 'sent' });
      expect(world.handed(told)).toEqual([`${told.receiptCode}/result/1`]);
    }
  });

  test('an apology for an earlier date that the ledger does not know is recorded as superseded', async () => {
    const dossier = await world.aDossier({ eveInMs: 600, step: 'Thẩm định' });
    await eventually(async () => expect(Object.values(await world.ledger(dossier))).toEqual(['sent']));
    await world.say(dossier, anEvent({ type: 'reschedule', body: { dueDate: '2099-01-01', reason: 'reappointment' } }));
    await world.database.sql`delete from notices where code_key = ${codeKey(dossier.receiptCode)}`;
    await world.lose(dossier);
    expect(await leftAfterRebuild(world, true)).toEqual([]);
    expect(Object.values(await world.ledger(dossier))).toEqual(['superseded']);
    expect(world.handed(dossier)).toHaveLength(1);
  });

  test('a dossier of an agency that these settings do not know is left as it is, with a word (requirements §2)', async () => {
    const dossier = await aToldDossier(world);
    await world.database.sql`delete from notices where code_key = ${codeKey(dossier.receiptCode)}`;
    await world.lose(dossier);
    const logged: string[] = [];
    const log = pino({ level: 'error' }, { write: (line) => void logged.push(line) });
    const left = await all(rebuild({ ...deps(world), log, findAgency: () => null, endStrays: false }));
    expect(left.filter(({ about }) => about.startsWith(dossier.receiptCode)).map(({ kind }) => kind)).toContain('workflow_missing');
    expect(logged.join()).toContain('"agency_unknown"');
    expect(await world.ledger(dossier)).toEqual({});
    expect(await leftAfterRebuild(world)).toEqual([]);
  });

  test('with api and worker at work all the while, rebuild finds nothing wrong and disturbs nobody', async () => {
    const dossiers = await Promise.all(Array.from({ length: 20 }, () => world.aDossier()));
    const runs = await Promise.all(dossiers.map(async (dossier) => (await world.handle(dossier).describe()).runId));
    const working = dossiers.map(async (dossier) => {
      for (let n = 0; n < 10; n++) await world.say(dossier, progress(`Bước ${n}`));
      await world.say(dossier, RESULT);
    });
    for (let n = 0; n < 3; n++) expect(await all(rebuild({ ...deps(world), patienceMs: 60_000, endStrays: true }))).toEqual([]);
    await Promise.all(working);
    expect(await Promise.all(dossiers.map(async (dossier) => (await world.handle(dossier).describe()).runId))).toEqual(runs);
    for (const dossier of dossiers) await eventually(() => expect(world.handed(dossier)).toHaveLength(1));
  });
});

function deps(world: RecoveryWorld) {
  const log = pino({ level: 'silent' });
  return { ...world, log, concurrency: 8, patienceMs: 0, findAgency: () => FINANCE, gateways: [world.room.settings] };
}

const leftAfterRebuild = (world: RecoveryWorld, endStrays = false) => all(rebuild({ ...deps(world), endStrays }));

async function all<T>(found: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const each of found) list.push(each);
  return list;
}

async function kindsIn(found: AsyncIterable<Disagreement>): Promise<readonly string[]> {
  return (await all(found)).map(({ kind }) => kind);
}

async function aToldDossier(world: RecoveryWorld): Promise<Registration> {
  const dossier = await world.aDossier();
  await world.say(dossier, RESULT);
  await eventually(async () => expect(await world.ledger(dossier)).toEqual({ 'result/1': 'sent' }));
  return dossier;
}

async function aClosedDossier(world: RecoveryWorld): Promise<Registration> {
  const dossier = await world.aDossier();
  await world.say(dossier, CLOSE);
  await eventually(async () => expect((await world.handle(dossier).describe()).status.name).toBe('COMPLETED'));
  return dossier;
}
