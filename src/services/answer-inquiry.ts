import { setTimeout as sleep } from 'node:timers/promises';
import { rebookInquiry, storableInquiry } from '../db/inquiries.ts';
import { isUnavailable, type Database } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';
import { believableInstant } from '../domain/foreign-instant.ts';
import type { Inquiry, InquiryAnswer } from '../domain/inquiry-answer.ts';
import { wireText } from '../domain/sms-text.ts';
import type { Logger } from '../lib/log.ts';
import { TookTooLong, withTimeLimit } from '../lib/with-time-limit.ts';
import { answerFromDatabase, type InquirySettings } from './answer-from-database.ts';
import { answerWithoutDatabase } from './answer-without-database.ts';
import { startInquiryAttempt, type InquiryAttempt } from './inquiry-attempt.ts';
import type { DossierReader } from './read-dossier.ts';

export type InquiryDeps = {
  readonly settings: InquirySettings;
  readonly database: Database;
  readonly reader: DossierReader;
  readonly log: Logger;
  readonly now: () => Instant;
};

/** A citizen waits for PostgreSQL no longer than this, milliseconds. */
const PATIENCE_MS = 2000;

/** Answers a citizen's SMS (requirements §7). The books keep the reply as it is written; here it is as it travels (requirements §2). */
export async function answerInquiry(deps: InquiryDeps, received: Inquiry): Promise<InquiryAnswer> {
  const { outcome, reply, charge } = await findAnswer(deps, received);
  return { outcome, reply: reply === null ? null : wireText(reply, deps.settings.encoding), charge };
}

/**
 * When PostgreSQL is away or too slow, the citizen is answered without it and free of charge.
 * The first answer may still be under way then, so the books are made to follow: what is booked and charged is always what was told (I4).
 */
async function findAnswer(deps: InquiryDeps, received: Inquiry): Promise<InquiryAnswer> {
  const { database, log, now } = deps;
  const inquiry = storableInquiry({ ...received, sentAt: believableInstant(received.sentAt, now()) });
  const attempt = startInquiryAttempt();
  const answering = onceMoreWhenUnavailable(() => answerFromDatabase(deps, inquiry, attempt));
  try {
    return await withTimeLimit(PATIENCE_MS, answering);
  } catch (error) {
    if (!isUnavailable(error) && !(error instanceof TookTooLong)) throw error;
    log.warn({ err: error }, 'inquiry_without_database');
    const givenUpAt = attempt.giveUp(now());
    const told = await answerWithoutDatabase(deps, inquiry);
    void bookAsTold(answering, attempt, () => rebookInquiry(database, inquiry, told, givenUpAt)).catch((fault: unknown) =>
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
