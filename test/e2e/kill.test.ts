import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import type { Handover } from '../../infra/dev/telco/handovers.ts';
import { statusQuery } from '../../src/workflows/contract.ts';
import {
  eventually,
  HOOK_TIMEOUT_MS,
  killAndRestart,
  openWorld,
  untilTodayIsLongEnough,
  type Citizen,
  type World,
} from '../support/e2e.ts';
import { forEachAtOnce } from '../support/at-once.ts';

const DOSSIERS = 200;
/** Handed over when the kill comes: the burst is under way and far from its end. */
const BEFORE_THE_KILL = 40;
/** From the start of the registrations to the apologies; the longer ones are for a slow moment of the machine. */
const EVENING_IN_MS = [8_000, 20_000, 80_000] as const;
/** Every so many dossiers, one is worked on while its apology leaves. */
const WORKED_ON = 4;

type Evening = { readonly citizens: readonly Citizen[]; readonly at: number; readonly due: string };

/** Requirements §5.5, §10.7, §10.15; invariants I1–I6. */
describe('a process killed while the apologies of an evening leave', () => {
  let world: World;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    world = await openWorld('kill', { SMS_TPS: '40' });
  }, HOOK_TIMEOUT_MS);
  afterAll(() => world[Symbol.asyncDispose]());

  test.for(['worker', 'api', 'temporal', 'postgres', 'telco'] as const)(
    '%s: every citizen is told the apology once, then the result once, and nothing acknowledged is lost',
    async (name, { annotate }) => {
      const { citizens, at, due } = await anEvening(world);
      const apologies = citizens.map(({ code }) => `${code}/apology/${due}`);
      const results = citizens.map(({ code }) => `${code}/result/1`);
      const taken = async (kind: string) => takenOf(await world.handovers(), citizens, kind);

      await sleep(at - Date.now());
      await using office = openOffice(world, citizens);
      await eventually(async () => expect((await taken('apology')).length).toBeGreaterThanOrEqual(BEFORE_THE_KILL), 60_000);
      const killed = await killAndRestart(world.children[name]);
      await eventually(async () => expect((await taken('apology')).length).toBeGreaterThanOrEqual(DOSSIERS), 90_000);
      const told = await office.finish();
      await annotate(recoveryOf(name, killed, await taken('apology'), told));

      await forEachAtOnce(citizens, 20, async ({ code }) => expect((await world.progress(code, 'Trả kết quả')).status).toBe(202));
      await eventually(async () => expect((await taken('result')).length).toBeGreaterThanOrEqual(DOSSIERS), 60_000);
      await eventually(async () => expect(await unsettled(world, [...apologies, ...results])).toEqual([]), 60_000);

      expect(idsOf(await taken('apology'))).toEqual(apologies.toSorted());
      expect(idsOf(await taken('result'))).toEqual(results.toSorted());
      expect((await taken('apology')).filter((handover) => Date.parse(handover.at) < at)).toEqual([]);
      const handovers = await world.handovers();
      expect(citizens.map((citizen) => kindsTo(handovers, citizen))).toEqual(citizens.map(() => ['apology', 'result']));
      await workflowsKnowTheJournal(world, citizens);
      expect((await world.get('/v1/audit', 'auditor')).body).toMatchObject({ ok: true, brokenAt: null });
    },
  );

  test('of all these evenings together, no reference was accepted twice and no telephone got a third message', async () => {
    const accepted = (await world.handovers()).filter(({ outcome }) => outcome === 'accepted');
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(accepted.length);
    expect(Math.max(...countedBy(accepted, ({ to }) => to).values())).toBe(2);
  });
});

/** Dossiers at `Thẩm định`, due tomorrow, whose apologies all leave at one moment that is near. */
async function anEvening(world: World): Promise<Evening> {
  for (const inMs of EVENING_IN_MS) {
    const { date, time } = wallClock(inMs);
    const evening = { citizens: aBatch(), at: Date.parse(`${date}T${time}+07:00`), due: tomorrow() };
    await using api = await world.startApi({ APOLOGY_TIME: time, APOLOGY_SPREAD: '0s' });
    await forEachAtOnce(evening.citizens, 20, async ({ code, phone }) => {
      const { status } = await world.register({ receiptCode: code, phone, dueDate: evening.due, step: 'Thẩm định' }, api.url);
      expect(status).toBe(201);
    });
    if (Date.now() < evening.at - 1000) return evening;
  }
  throw new Error(`expected ${DOSSIERS} registrations within ${EVENING_IN_MS.at(-1)} ms: this machine is too slow`);
}

let batches = 0;

function aBatch(): readonly Citizen[] {
  batches += 1;
  const digits = (index: number) => `${batches}${String(index).padStart(4, '0')}`;
  return Array.from({ length: DOSSIERS }, (_, index) => ({ code: `01017${digits(index)}`, phone: `849051${digits(index)}` }));
}

/** Clerks and citizens at work all the while. What gets no answer is sent again with the same id, as real software does. */
function openOffice(world: World, citizens: readonly Citizen[]) {
  const closing = new AbortController();
  const acknowledged: number[] = [];
  const wrong: string[] = [];

  const clerk = forEachAtOnce(citizens.filter(isWorkedOn), 2, async ({ code }) => {
    const event = { eventId: 'signing', type: 'progress', step: 'Trình ký', occurredAt: new Date().toISOString() };
    await untilAnswered(closing.signal, async () => [200, 202].includes((await world.event(code, event)).status));
    acknowledged.push(Date.now());
    await sleep(200);
  });
  const asking = forEachAtOnce(questionsAbout(citizens, closing.signal), 2, async ({ code, from }) => {
    const id = randomUUID();
    await untilAnswered(closing.signal, async () => {
      const { status, body } = await world.inquire(`MCKH ${code}`, { from, id });
      if (status === 200 && !isRight(code, body)) wrong.push(JSON.stringify(body));
      return status === 200;
    });
    await sleep(100);
  });
  const work = Promise.all([clerk, asking]);
  work.catch(() => undefined);

  return {
    /** All that clerks had to say is in the journal. @returns when each of it was acknowledged */
    async finish(): Promise<readonly number[]> {
      await clerk;
      closing.abort();
      await work;
      expect(wrong).toEqual([]);
      return acknowledged;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await work.catch(() => undefined);
    },
  };
}

function isWorkedOn({ code }: Citizen): boolean {
  return Number(code) % WORKED_ON === 0;
}

/** Each from another telephone, until closing. */
function* questionsAbout(citizens: readonly Citizen[], closing: AbortSignal) {
  for (let n = 0; !closing.aborted; n += 1) {
    const { code } = citizens[n % citizens.length] ?? { code: '' };
    yield { code, from: `8491${batches}${String(n).padStart(6, '0')}` };
  }
}

async function untilAnswered(closing: AbortSignal, ask: () => Promise<boolean>): Promise<void> {
  while (!closing.aborted) {
    if (await ask().catch(() => false)) return;
    await sleep(100);
  }
}

/** I4: one true answer, or the refusal that has a name and no price. */
function isRight(code: string, { outcome, reply, charge }: { outcome: string; reply: string; charge: boolean }): boolean {
  if (outcome === 'busy') return !charge;
  const answers = ['Thẩm định', 'Trình ký'].map(
    (step) => `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước ${step}, trạng thái hồ sơ: Đúng hạn`,
  );
  return outcome === 'answered' && answers.includes(reply);
}

/** What the network accepted of one kind for these citizens, in order. */
function takenOf(handovers: readonly Handover[], citizens: readonly Citizen[], kind: string): readonly Handover[] {
  const codes = new Set(citizens.map(({ code }) => code));
  return handovers.filter(({ id, outcome }) => {
    const [code = '', itsKind] = id.split('/');
    return outcome === 'accepted' && itsKind === kind && codes.has(code);
  });
}

function idsOf(handovers: readonly Handover[]): readonly string[] {
  return handovers.map(({ id }) => id).toSorted();
}

function kindsTo(handovers: readonly Handover[], { phone }: Citizen): readonly (string | undefined)[] {
  return handovers.filter(({ to, outcome }) => to === phone && outcome === 'accepted').map(({ id }) => id.split('/')[1]);
}

/** The keys whose ledger entry does not say that the message was handed over. */
async function unsettled(world: World, keys: readonly string[]): Promise<readonly string[]> {
  const statuses = new Map((await world.list('/v1/notices')).map(({ key, status }) => [key, status]));
  return keys.filter((key) => !['sent', 'delivered'].includes(statuses.get(key))).map((key) => `${key}: ${statuses.get(key)}`);
}

/** I5, asked of the workflows themselves. */
async function workflowsKnowTheJournal(world: World, citizens: readonly Citizen[]): Promise<void> {
  const connection = await Connection.connect({ address: world.stack.temporalAddress });
  const { workflow } = new Client({ connection });
  await forEachAtOnce(citizens, 8, async (citizen) => {
    const { step, seq } = await workflow.getHandle(`dossier:${citizen.code}`).query(statusQuery);
    expect([citizen.code, step, seq]).toEqual([citizen.code, 'Trả kết quả', isWorkedOn(citizen) ? 2 : 1]);
  });
  await connection.close();
}

/** For people: R2 is judged by them, an absolute time is no test. */
function recoveryOf(
  name: string,
  { killedAt, backAt }: { readonly killedAt: number; readonly backAt: number },
  apologies: readonly Handover[],
  acknowledgedAt: readonly number[],
): string {
  const seconds = (at: number | undefined) => (at === undefined ? '–' : `${((at - killedAt) / 1000).toFixed(1)} s`);
  const sentAt = apologies.map(({ at }) => Date.parse(at));
  const firstAfter = (all: readonly number[]) => seconds(all.find((at) => at > backAt));
  return [
    `after kill -9 of ${name} (${sentAt.filter((at) => at < killedAt).length} apologies out): started again ${seconds(backAt)}`,
    `first acknowledgement ${firstAfter(acknowledgedAt)}, first hand-over ${firstAfter(sentAt)}, last apology ${seconds(sentAt.at(-1))}`,
  ].join('; ');
}

function countedBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}
