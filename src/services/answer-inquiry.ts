import { setTimeout as sleep } from 'node:timers/promises';
import { rebookInquiry, storableInquiry } from '../db/inquiries.ts';
import { isUnavailable, type Database } from '../db/open.ts';
import type { FindAgency } from '../domain/agency.ts';
import type { Instant } from '../domain/calendar.ts';
import { believableInstant } from '../domain/foreign-instant.ts';
import type { Inquiry, InquiryAnswer } from '../domain/inquiry-answer.ts';
import { costIn } from '../domain/sms-cost.ts';
import { wireText } from '../domain/sms-text.ts';
import type { Logger } from '../lib/log.ts';
import { withTimeLimit } from '../lib/with-time-limit.ts';
import { answerFromDatabase, type InquirySettings } from './answer-from-database.ts';
import { answerWithoutDatabase } from './answer-without-database.ts';
import { startInquiryAttempt, type InquiryAttempt } from './inquiry-attempt.ts';
import type { InquiryGateway } from './inquiry-gateways.ts';
import type { DossierReader } from './read-dossier.ts';

export type InquiryDeps = {
  readonly settings: InquirySettings;
  readonly database: Database;
  readonly reader: DossierReader;
  readonly findAgency: FindAgency;
  /** Those that may bring inquiries, by name. */
  readonly inquiryGateways: ReadonlyMap<string, InquiryGateway>;
  readonly orderReply: (reference: string) => void;
  readonly log: Logger;
  readonly now: () => Instant;
};

/** A citizen waits for PostgreSQL no longer than this, milliseconds. */
const PATIENCE_MS = 2000;

/** Answers a citizen's SMS (requirements §7). The books keep the reply as it is written; here it is as it travels (requirements §2). */
export async function answerInquiry(deps: InquiryDeps, received: Inquiry): Promise<InquiryAnswer> {
  const gateway = deps.inquiryGateways.get(received.gateway);
  if (!gateway) throw new Error(`expected a configured gateway, came ${received.gateway}`);
  const { outcome, reply, charge } = await findAnswer({ ...deps, gateway }, received);
  return { outcome, reply: reply === null ? null : wireText(reply, gateway.encoding), charge };
}

/**
 * When PostgreSQL is away or too slow, the citizen is answered without it and free of charge.
 * The first answer may still be under way then, so the books are made to follow: what is booked and charged is always what was told (I4).
 * A reply by a call of its own cannot leave without PostgreSQL. So its gateway is refused and asks again.
 */
async function findAnswer(deps: InquiryDeps & { readonly gateway: InquiryGateway }, received: Inquiry): Promise<InquiryAnswer> {
  const { database, gateway, log, now } = deps;
  const inquiry = storableInquiry({ ...received, sentAt: believableInstant(received.sentAt, now()) });
  const attempt = startInquiryAttempt();
  const answering = onceMoreWhenUnavailable(() => answerFromDatabase(deps, inquiry, attempt));
  try {
    return await withTimeLimit(PATIENCE_MS, answering);
  } catch (error) {
    if (!isUnavailable(error) || gateway.capabilities.replies === 'by_call') throw error;
    log.warn({ err: error }, 'inquiry_without_database');
    const givenUpAt = attempt.giveUp(now());
    const told = await answerWithoutDatabase(deps, inquiry);
    const size = told.reply === null ? null : costIn(gateway.encoding, told.reply, gateway.prices?.reply ?? null);
    const how = { at: givenUpAt, again: gateway.capabilities.renumbersRepeats, size };
    void bookAsTold(answering, attempt, () => rebookInquiry(database, inquiry, told, how)).catch((fault: unknown) =>
      log.error({ err: fault }, 'inquiry_not_rebooked'),
    );
    return told;
  }
}

/** A lost connection says nothing about the next one, and asking again is idempotent (requirements §7.4). */
async function onceMoreWhenUnavailable(answer: () => Promise<InquiryAnswer>): Promise<InquiryAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return answer();
  }
}

/** The books may differ from what was told for at most this long, milliseconds. */
const REBOOK_WITHIN_MS = 600_000;
const REBOOK_EVERY_MS = 1000;

/** Waits until nothing of the attempt is under way, then tries until PostgreSQL answers. @throws when it does not within ten minutes */
async function bookAsTold(answering: Promise<InquiryAnswer>, attempt: InquiryAttempt, rebook: () => Promise<void>): Promise<void> {
  await answering.catch(() => undefined);
  if (!attempt.mayBeKept()) return;
  const deadline = performance.now() + REBOOK_WITHIN_MS;
  for (;;) {
    try {
      return await rebook();
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > deadline) throw error;
      await sleep(REBOOK_EVERY_MS, undefined, { ref: false });
    }
  }
}
