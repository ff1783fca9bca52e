import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createActivities } from '../../src/activities/index.ts';
import type { ActivityDeps, GatewayLink } from '../../src/activities/deps.ts';
import type { Pace } from '../../src/activities/pace.ts';
import { ensureGateway, readGateways } from '../../src/db/gateways.ts';
import { findNotice } from '../../src/db/notice-rows.ts';
import type { Database } from '../../src/db/open.ts';
import type { Agency } from '../../src/domain/agency.ts';
import { epochMs, instantAt, type Instant } from '../../src/domain/calendar.ts';
import type { Registration } from '../../src/domain/dossier.ts';
import { noticeKey, type Notice } from '../../src/domain/notice-key.ts';
import type { Capabilities, GatewaySettings, HandOver, Message, Sender } from '../../src/sms/gateway.ts';
import type { NoticeOrder } from '../../src/workflows/contract.ts';
import { someGatewaySettings } from './gateway-settings.ts';
import { aRecordedDossier, eveAt } from './records.ts';

export const RESULT: Notice = { kind: 'result', round: 1 };
export const SUPPLEMENT: Notice = { kind: 'supplement', round: 1 };

let next = 1;

type GatewayOptions = Partial<GatewaySettings> &
  Partial<Pick<Capabilities, 'deduplicates' | 'rateCounts'>> & {
    readonly pace?: Pace;
    readonly toldReference?: Sender['toldReference'];
  };

/** A gateway that answers what a test wants, and takes as long; the last answer is repeated. */
export async function aGateway(
  database: Database,
  { deduplicates = true, rateCounts = 'messages', pace = slotsEvery(1), toldReference = (text) => text, ...some }: GatewayOptions = {},
) {
  const settings = someGatewaySettings({ name: `fake-${next++}`, ...some });
  const { name } = settings;
  const handed: (Message & { readonly atMs: number })[] = [];
  let answers: readonly HandOver[] = [{ outcome: 'accepted', messageId: 'm-1' }];
  let takesMs = 0;
  const sender: Sender = {
    name,
    capabilities: { ...CAPABILITIES, deduplicates, rateCounts },
    toldReference,
    sendReply: null,
    async handOver(message) {
      handed.push({ ...message, atMs: performance.now() });
      if (takesMs > 0) await sleep(takesMs);
      const [answer, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      if (!answer) throw new Error('the test gave the gateway no answer');
      return answer;
    },
  };
  await ensureGateway(database, name);
  const known = async () => (await readGateways(database)).find((row) => row.name === name);
  const link: GatewayLink = { sender, settings, pace };
  return {
    name,
    link,
    handed,
    answer: (...all: readonly HandOver[]) => void (answers = all),
    take: (ms: number) => void (takesMs = ms),
    known,
    state: async () => (await known())?.state,
    /** As if its pause were over. */
    pauseOver: () => database.sql`update gateways set next_at = now(), paused_until = null where name = ${name}`,
    /** As if a minute had passed since its last trial. */
    trialDue: () => database.sql`update gateways set trial_at = now() where name = ${name}`,
  };
}

export type FakeGateway = Awaited<ReturnType<typeof aGateway>>;

const CAPABILITIES: Capabilities = {
  deduplicates: true,
  receipts: true,
  replies: null,
  renumbersRepeats: false,
  chargeMarks: false,
  longestReference: null,
  encodings: ['unicode', 'ascii'],
  rateCounts: 'messages',
};

export const FINANCE: Agency = { name: 'Sở Tài chính', sender: null, gateways: null, publicSteps: {}, weight: 1 };

type RoomOptions = GatewayOptions & Partial<Pick<ActivityDeps, 'findAgency' | 'uncertainAfterMs'>>;

/** The activities with the real database and these gateways. */
export function theActivities(
  database: Database,
  gateways: readonly FakeGateway[],
  { findAgency = () => FINANCE, uncertainAfterMs = 900_000 }: Partial<Pick<ActivityDeps, 'findAgency' | 'uncertainAfterMs'>> = {},
) {
  const logged: string[] = [];
  const activities = createActivities({
    database,
    gateways: gateways.map(({ link }) => link),
    log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
    uncertainAfterMs,
    findAgency,
  });
  return {
    ...activities,
    activities,
    logged,
    row: async (order: NoticeOrder) => (await findNotice(database, noticeKey(order.receiptCode, order.notice), { agencies: null }))?.notice,
  };
}

/** The activities with a gateway of their own. */
export async function anSmsRoom(database: Database, { findAgency, uncertainAfterMs, ...gatewayOptions }: RoomOptions = {}) {
  const gateway = await aGateway(database, gatewayOptions);
  const { handed, answer, state, pauseOver, link } = gateway;
  const options = { ...(findAgency ? { findAgency } : {}), ...(uncertainAfterMs === undefined ? {} : { uncertainAfterMs }) };
  return {
    ...theActivities(database, [gateway], options),
    handed,
    answer,
    state,
    pauseOver,
    gateway: link.sender,
    settings: link.settings,
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
