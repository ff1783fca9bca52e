import { createRoute } from '@hono/zod-openapi';
import { codeKey } from '../../domain/receipt-code.ts';
import { dateOf, epochMs } from '../../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS, register } from '../../domain/dossier.ts';
import { FIRST_STEP } from '../../domain/fixed-names.ts';
import { readHeads } from '../../db/dossiers.ts';
import { registerDossier } from '../../db/journal.ts';
import { contactFrom } from '../../services/contact.ts';
import { allows, bodyOf, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { invalid, ProblemError } from '../problem.ts';
import { dossier, dossierView, registration } from '../shapes.ts';

/** Requirements §3. 201 is durable: the workflow is started beside the answer. */
export function registerRoute(app: App, { guard, config, database, deliveries, reader, now: clock }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Register a dossier',
    ...allows(guard, ['clerk']),
    request: { body: bodyOf(registration) },
    responses: {
      201: json(dossier, 'registered'),
      200: json(dossier, 'the same again'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'malformed', 'too_large', 'dossier_conflict', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const sent = c.req.valid('json');
    const now = clock();
    const { receiptCode, agency, procedure, dueDate = null, step = FIRST_STEP, receivedAt = now } = sent;
    if (!Object.hasOwn(config.agencies, agency)) throw invalid('agency', `expected one of ${Object.keys(config.agencies).join(', ')}`);
    if (epochMs(receivedAt) > epochMs(now) + CLOCK_TOLERANCE_MS)
      throw invalid('receivedAt', 'expected an instant not more than 5 minutes in the future');
    const receivedOn = dateOf(receivedAt);
    // A repetition without `receivedAt` may come after the due date.
    if (dueDate !== null && dueDate < receivedOn && (await readHeads(database, [codeKey(receiptCode)])).length === 0)
      throw invalid('dueDate', `expected a day not before the day of receipt, ${receivedOn}`);

    const contact = contactFrom(sent.phone ?? null);
    const content = JSON.stringify([
      codeKey(receiptCode),
      agency,
      procedure.code,
      procedure.name,
      procedure.sameDay,
      contact,
      sent.receivedAt ?? null,
      dueDate,
      step,
    ]);
    const fields = { receiptCode, agency, procedure, receivedAt, dueDate, step, policy: config.policy };
    const made = await registerDossier(database, fields, { content, contact, actor: c.get('caller').name, receivedOn });
    if (made.kind === 'conflict') throw new ProblemError('dossier_conflict', `dossier ${receiptCode} is registered with other content`);
    if (made.kind === 'registered') {
      deliveries.deliver({ receiptCode, registration: made.registration, events: [] });
      return c.json(dossierView(register(made.registration), contact, 'journal', now), 201);
    }
    const known = await reader.byKey(codeKey(receiptCode));
    if (!known) throw new ProblemError('dossier_not_found');
    return c.json(dossierView(known.dossier, known.head.contact, known.source, now), 200);
  });
}
