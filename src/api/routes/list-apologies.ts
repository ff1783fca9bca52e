import { createRoute, z } from '@hono/zod-openapi';
import { apologyOutlook } from '../../domain/apology-outlook.ts';
import { apologyInstant } from '../../domain/apology.ts';
import { dateOf, plusDays } from '../../domain/calendar.ts';
import { NOT_SENT_REASONS } from '../../domain/due-notices.ts';
import { NOTICE_STATUSES } from '../../domain/notice-status.ts';
import { apologiesOf, keysWithDueDate } from '../../db/dossier-keys.ts';
import { foldEntries, readEntries, readHeads } from '../../db/dossiers.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { localDate } from '../shapes.ts';

const outlook = z
  .object({
    receiptCode: z.string(),
    agency: z.string(),
    procedure: z.string(),
    step: z.string(),
    state: z.string().nullable(),
    apologyAt: z.string().nullable(),
    willBeSent: z.boolean(),
    reason: z.enum(NOT_SENT_REASONS).nullable(),
    status: z.enum(NOTICE_STATUSES).nullable().openapi({ description: 'what became of it, once it was decided' }),
  })
  .openapi('ApologyOutlook');

/** Tonight as things stand: who is due on a day, who would be apologised to on its eve, who not and why. From the journal alone. */
export function listApologiesRoute(app: App, { guard, database, now: clock }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/apologies',
    tags: ['Notices'],
    summary: 'Who is apologised to for a due date, who not, and why',
    ...allows(guard, ROLES),
    request: { query: z.strictObject({ date: localDate.optional().openapi({ description: 'due date; tomorrow when left out' }) }) },
    responses: {
      200: json(z.object({ date: z.string(), items: z.array(outlook) }), 'by receipt code'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const now = clock();
    const { date = plusDays(dateOf(now), 1) } = c.req.valid('query');
    const keys = await keysWithDueDate(database, date);
    const [heads, journals, told] = await Promise.all([
      readHeads(database, keys),
      readEntries(database, keys),
      apologiesOf(database, keys),
    ]);
    const items = heads.flatMap(({ codeKey, contact }) => {
      const dossier = foldEntries(journals.get(codeKey) ?? []);
      if (dossier.dueDate !== date) return [];
      const { receiptCode, agency, procedure, step, state } = dossier;
      const status = told.get(codeKey)?.find(({ dueDate }) => dueDate === date)?.status ?? null;
      const outlook = apologyOutlook(dossier, date, contact.phone !== null, now);
      return [{ receiptCode, agency, procedure: procedure.code, step, state, apologyAt: apologyInstant(dossier), ...outlook, status }];
    });
    return c.json({ date, items: items.toSorted((left, right) => (left.receiptCode < right.receiptCode ? -1 : 1)) }, 200);
  });
}
