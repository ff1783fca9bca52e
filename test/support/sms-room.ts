import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createActivities } from '../../src/activities/index.ts';
import type { ActivityDeps } from '../../src/activities/deps.ts';
import type { Pace } from '../../src/activities/pace.ts';
import { ensureGateway, readGateway } from '../../src/db/gateways.ts';
import { findNotice } from '../../src/db/notice-rows.ts';
import type { Database } from '../../src/db/open.ts';
import { epochMs, instantAt, type Instant } from '../../src/domain/calendar.ts';
import type { Registration } from '../../src/domain/dossier.ts';
import { noticeKey, type Notice } from '../../src/domain/notice-key.ts';
import type { Gateway, HandOver, Message } from '../../src/sms/gateway.ts';
import type { NoticeOrder } from '../../src/workflows/contract.ts';
import { aRecordedDossier, eveAt } from './records.ts';

export const RESULT: Notice = { kind: 'result', round: 1 };
export const SUPPLEMENT: Notice = { kind: 'supplement', round: 1 };

let next = 1;

/** The activities with the real database and a gateway of their own that answers what a test wants; the last answer is repeated. */
export async function anSmsRoom(
  database: Database,
  { deduplicates = true, ...deps }: Partial<ActivityDeps> & { readonly deduplicates?: boolean } = {},
) {
  const handed: (Message & { readonly atMs: number })[] = [];
  const logged: string[] = [];
  let answers: readonly HandOver[] = [{ outcome: 'accepted', messageId: 'm-1' }];
  const gateway: Gateway = {
    name: `fake-${next++}`,
    deduplicates,
    async handOver(message) {
      handed.push({ ...message, atMs: performance.now() });
      const [answer, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      if (!answer) throw new Error('the test gave the gateway no answer');
      return answer;
    },
  };
  await ensureGateway(database, gateway.name);
  const activities = createActivities({
    database,
    gateway,
    log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
    pace: slotsEvery(1),
    uncertainAfterMs: 900_000,
    encoding: 'unicode',
    agencyName: () => 'Sở Tài chính',
    ...deps,
  });
  return {
    ...activities,
    activities,
    handed,
    logged,
    gateway,
    answer: (...all: readonly HandOver[]) => void (answers = all),
    state: async () => (await readGateway(database, gateway.name))?.state,
    /** As if the gateway's pause were over. */
    pauseOver: () => database.sql`update gateways set next_at = now() where name = ${gateway.name}`,
    row: async (order: NoticeOrder) => (await findNotice(database, noticeKey(order.receiptCode, order.notice)))?.notice,
  };
}

/** A pace at which a message waits only for its slot, not for its turn. */
export function slotsEvery(intervalMs: number): Pace {
  return { intervalMs, takeTurn: () => 0 };
}

/** As the workflow orders it; `seq` is what it knew. */
export function anOrder({ receiptCode, agency }: Registration, notice: Notice = RESULT, some: Partial<NoticeOrder> = {}): NoticeOrder {
  const now = instantAt(Date.now());
  return { receiptCode, agency, notice, decidedAt: now, dueAt: now, seq: 0, ...some };
}

/** A dossier, a gateway and the order of one notice. */
export async function aSend(
  database: Database,
  deps: Parameters<typeof anSmsRoom>[1] = {},
  notice: Notice = RESULT,
  some: Partial<NoticeOrder> = {},
) {
  const [room, dossier] = await Promise.all([anSmsRoom(database, deps), aRecordedDossier(database)]);
  return { room, order: anOrder(dossier, notice, some) };
}

/** A dossier whose evening comes in `inMs` milliseconds, and the order that its workflow gives then when it has received no event. */
export async function anApologyIn(database: Database, inMs: number) {
  const evening = instantAt(Date.now() + inMs);
  const dossier = await aRecordedDossier(database, eveAt(evening));
  const { dueDate } = dossier;
  if (dueDate === null) throw new Error('expected a due date, came none');
  return [dossier, anOrder(dossier, { kind: 'apology', dueDate }, { dueAt: evening })] as const;
}

export async function sleepUntil(instant: Instant): Promise<void> {
  await sleep(Math.max(0, epochMs(instant) - Date.now()) + 5);
}
