import { createRoute, z } from '@hono/zod-openapi';
import { NO_APOLOGY_REASONS } from '../../domain/apology.ts';
import { NOT_SENT_REASONS } from '../../domain/due-notices.ts';
import { NOTICE_STATUSES } from '../../domain/notice-status.ts';
import { ROLES } from '../../domain/roles.ts';
import { APOLOGY_SAVERS, saverText } from '../../domain/saved-apology.ts';
import type { ApologyForecast, SavedApology } from '../../services/forecast-apologies.ts';
import { localDate, parameter, shownDate, shownInstant } from '../fields.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const outlook = z
  .object({
    receiptCode: z.string(),
    agency: z.string(),
    procedure: z.string(),
    step: z.string(),
    state: z.string().nullable(),
    apologyAt: shownInstant.nullable(),
    willBeSent: z.boolean(),
    reason: z.enum(NOT_SENT_REASONS).nullable(),
    status: z.enum(NOTICE_STATUSES).nullable().openapi({ description: 'what became of it, once it was decided' }),
    wouldSave: z
      .array(z.object({ code: z.enum(APOLOGY_SAVERS), text: z.string().openapi({ example: 'chuyển đến Trả kết quả trước 17:30' }) }))
      .openapi({ description: 'each of these, recorded before the instant of the apology, saves it' }),
  })
  .openapi('ApologyOutlook');

const savedShape = z
  .object({
    receiptCode: z.string(),
    agency: z.string(),
    procedure: z.string(),
    step: z.string(),
    state: z.string().nullable(),
    savedBy: z.enum([...NO_APOLOGY_REASONS, 'rescheduled']),
  })
  .openapi('SavedApology');

/** Who is due on a day, who would be apologised to on its eve, who not and why. */
export function listApologiesRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'forecastApologies',
    path: '/v1/apologies',
    tags: ['Notices'],
    summary: 'Who is apologised to for a due date, who not, and why',
    description:
      'As things stand: who will get an apology on the eve of this due date, and who will not, each with the reason ' +
      'and with what would save it; and from the instant of each apology on, who was saved from it: it was called for at 15:00 of the eve, by ' +
      'what was recorded, and at its instant no longer.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: z.strictObject({ date: parameter(localDate, 'due date; tomorrow when left out') }) },
    responses: {
      200: jsonAnswer(z.object({ date: shownDate, items: z.array(outlook), saved: z.array(savedShape) }), 'by receipt code'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { date, items, saved } = await services.forecastApologies(c.get('caller'), c.req.valid('query').date);
    return c.json({ date, items: items.map(viewForecast), saved: saved.map(viewSaved) }, 200);
  });
}

function viewForecast({ dossier, apologyAt, willBeSent, reason, status, savers }: ApologyForecast): z.input<typeof outlook> {
  const { receiptCode, agency, procedure, step, state } = dossier;
  const wouldSave = savers.map((code) => ({ code, text: saverText(code, dossier) }));
  return { receiptCode, agency, procedure: procedure.code, step, state, apologyAt, willBeSent, reason, status, wouldSave };
}

function viewSaved({ dossier, savedBy }: SavedApology): z.input<typeof savedShape> {
  const { receiptCode, agency, procedure, step, state } = dossier;
  return { receiptCode, agency, procedure: procedure.code, step, state, savedBy };
}
