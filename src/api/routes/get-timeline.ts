import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import type { Timeline } from '../../services/read-timeline.ts';
import { codeParam } from '../fields.ts';
import { inquiryShape, viewInquiry } from '../inquiry-view.ts';
import { noticeShape, viewNotice } from '../notice-view.ts';
import { unknownDossierProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

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
  .object({
    events: z.array(entry),
    notices: z.array(noticeShape),
    inquiries: z.array(inquiryShape),
    explanation: z.array(explanation),
  })
  .openapi('Timeline');

export function getTimelineRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'getTimeline',
    path: '/v1/dossiers/{code}/timeline',
    tags: ['Dossiers'],
    summary: 'All that happened, and why each notice was or was not sent',
    description: 'The journal, the notices, the inquiries about this dossier, and in words why each notice was or was not sent.',
    ...requireRole(guard, ROLES, 'own'),
    request: { params: codeParam },
    responses: {
      200: jsonAnswer(timeline, 'journal, ledger, inquiries, reasons'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'dossier_not_found', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const found = await services.readTimeline(c.get('caller'), code);
    if (!found) throw unknownDossierProblem(code);
    const { events, notices, inquiries, explanation } = found;
    return c.json(
      {
        events: events.map(viewEntry),
        notices: notices.map(viewNotice),
        inquiries: inquiries.map(viewInquiry),
        explanation: [...explanation],
      },
      200,
    );
  });
}

function viewEntry({ seq, eventId, type, occurredAt, recordedAt, actor, body }: Timeline['events'][number]): z.input<typeof entry> {
  return { seq, eventId, type, occurredAt, recordedAt, actor, ...body };
}
