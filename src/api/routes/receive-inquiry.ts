import { createRoute, z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES } from '../../domain/inquiry-outcome.ts';
import { rebookInquiry, type Answer } from '../../db/inquiries.ts';
import { isUnavailable } from '../../db/open.ts';
import { answerInquiry, answerWithoutDatabase } from '../../services/answer-inquiry.ts';
import { bodyOf, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { inTime } from '../../lib/with-time-limit.ts';
import { inquiryAttempt, type InquiryAttempt } from '../../services/inquiry-attempt.ts';
import { instant } from '../shapes.ts';
import { signed } from '../require-signature.ts';

/** Texts longer than any SMS are read and kept no further than this, UTF-16 units. */
const MAX_TEXT = 2000;

const inquiry = z
  .object({
    id: z.string().min(1).max(200),
    from: z.string().min(1).max(40),
    to: z.string().max(40).optional(),
    text: z.string(),
    at: instant.optional(),
  })
  .openapi('InquiryMessage');
const answer = z
  .object({ id: z.string(), reply: z.string().nullable(), charge: z.boolean(), outcome: z.enum(INQUIRY_OUTCOMES) })
  .openapi('InquiryAnswer');

/** A citizen's SMS to 8083, signed by the gateway (contract §4); the answer's body is the reply. */
export function receiveInquiryRoute(app: App, deps: RouteDeps): void {
  const { config, database, reader, metrics, log, now } = deps;
  const route = createRoute({
    method: 'post',
    path: '/v1/gateways/plain/inquiries',
    tags: ['Gateways'],
    summary: "A citizen's SMS",
    ...signed(config.api.webhookSecrets, now),
    request: { body: bodyOf(inquiry) },
    responses: { 200: json(answer, 'the reply, or null for silence'), ...problems('unauthorized', 'invalid', 'malformed', 'too_large') },
  });

  app.openapi(route, async (c) => {
    const { id, from, text, at } = c.req.valid('json');
    const message = {
      gateway: 'plain',
      id: storable(id),
      phone: storable(from),
      text: storable(text.slice(0, MAX_TEXT)),
      sentAt: at ?? now(),
    };
    const started = performance.now();
    const attempt = inquiryAttempt();
    const answering = onceMoreWhenLost(() => answerInquiry({ config: config.inquiries, database, reader, now }, message, attempt));
    const answered = await inTime(PATIENCE_MS, answering).catch(async (error: unknown) => {
      if (!isUnavailable(error)) throw error;
      log.warn({ err: error }, 'inquiry_without_database');
      const givenUpAt = attempt.giveUp(now());
      const told = await answerWithoutDatabase({ config: config.inquiries, reader, now }, message);
      void bookAsTold(answering, attempt, () => rebookInquiry(database, message, told, givenUpAt)).catch((fault: unknown) =>
        log.error({ err: fault }, 'inquiry_not_rebooked'),
      );
      return told;
    });
    metrics.inquiryAnswered(answered.outcome, (performance.now() - started) / 1000);
    return c.json({ id, reply: answered.reply, charge: answered.charge, outcome: answered.outcome }, 200);
  });
}

/** A citizen does not wait longer than this for PostgreSQL, milliseconds. */
const PATIENCE_MS = 2000;

/** A connection that broke says nothing about the next one, and to ask again changes nothing (§7.4). */
async function onceMoreWhenLost(answer: () => Promise<Answer>): Promise<Answer> {
  return answer().catch((error: unknown) => {
    if (!isUnavailable(error)) throw error;
    return answer();
  });
}

/** How long the books may differ from what was said, at most, and how often they are looked at; milliseconds. */
const REBOOK_WITHIN_MS = 600_000;
const REBOOK_EVERY_MS = 1000;

/** What was told is booked, and nothing else charged (I4), as soon as PostgreSQL answers again. @throws when it does not in time */
async function bookAsTold(answering: Promise<Answer>, attempt: InquiryAttempt, rebook: () => Promise<void>): Promise<void> {
  await answering.catch(() => undefined);
  if (!attempt.mayBeKept()) return;
  const until = Date.now() + REBOOK_WITHIN_MS;
  for (;;) {
    try {
      return await rebook();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, REBOOK_EVERY_MS).unref());
    }
  }
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
