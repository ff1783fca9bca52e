import { createRoute, z } from '@hono/zod-openapi';
import { explain, type Told } from '../../domain/explain.ts';
import { readNoticeKey } from '../../domain/notice-key.ts';
import { codeKey } from '../../domain/receipt-code.ts';
import { foldEntries, readEntries } from '../../db/dossiers.ts';
import { inquiriesAbout, noticesOf, type NoticeRow } from '../../db/lists.ts';
import { instantFrom } from '../../db/open.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, codeParam, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import { inquiry, notice } from '../shapes.ts';
import { inquiryView, noticeView } from '../views.ts';

const entry = z
  .looseObject({
    seq: z.int(),
    eventId: z.string().nullable(),
    type: z.string(),
    occurredAt: z.string(),
    recordedAt: z.string(),
    actor: z.string(),
  })
  .openapi('JournalEntry');
const explanation = z
  .object({ about: z.string(), rule: z.string(), decidedAt: z.string().nullable(), text: z.string() })
  .openapi('Explanation');
const timeline = z
  .object({ events: z.array(entry), notices: z.array(notice), inquiries: z.array(inquiry), explanation: z.array(explanation) })
  .openapi('Timeline');

/** All that happened to a dossier, and why each notice was or was not sent (requirements §8). */
export function getTimelineRoute(app: App, { guard, database, now }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/dossiers/{code}/timeline',
    tags: ['Dossiers'],
    summary: 'All that happened, and why each notice was or was not sent',
    ...allows(guard, ROLES),
    request: { params: codeParam },
    responses: {
      200: json(timeline, 'journal, ledger, inquiries, reasons'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'dossier_not_found', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const key = codeKey(code);
    const [journals, ledger, asked] = await Promise.all([
      readEntries(database, [key]),
      noticesOf(database, key),
      inquiriesAbout(database, key),
    ]);
    const entries = journals.get(key);
    if (!entries) throw new ProblemError('dossier_not_found', `no dossier has the receipt code ${code}`);
    const events = entries.map(({ seq, eventId, type, occurredAt, recordedAt, actor, body }) => ({
      seq,
      eventId,
      type,
      occurredAt,
      recordedAt,
      actor,
      ...body,
    }));
    const reasons = explain(foldEntries(entries), ledger.flatMap(told), now());
    return c.json({ events, notices: ledger.map(noticeView), inquiries: asked.map(inquiryView), explanation: [...reasons] }, 200);
  });
}

function told({ notice: row }: NoticeRow): Told[] {
  const read = readNoticeKey(row.key);
  if (!read) return [];
  const sentAt = row.sentAt === null ? null : instantFrom(row.sentAt);
  return [{ notice: read.notice, status: row.status, reason: row.reason, decidedAt: instantFrom(row.decidedAt), sentAt }];
}
