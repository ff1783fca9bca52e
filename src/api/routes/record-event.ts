import { createRoute, z } from '@hono/zod-openapi';
import { epochMs } from '../../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS } from '../../domain/dossier.ts';
import { codeKey } from '../../domain/receipt-code.ts';
import { openEventWriter, type NewEvent } from '../../db/journal.ts';
import { eventOf } from '../../db/dossiers.ts';
import { contactFrom } from '../../services/contact.ts';
import { allows, bodyOf, codeParam, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { invalid, ProblemError } from '../problem.ts';
import { event } from '../shapes.ts';

const recorded = z.object({ eventId: z.string(), seq: z.int(), recordedAt: z.string() }).openapi('Recorded');

/** Requirements §4. 202: it is in the journal and will reach the workflow, whatever is down. */
export function recordEventRoute(app: App, { guard, database, deliveries, now }: RouteDeps): void {
  const append = openEventWriter(database);
  const route = createRoute({
    method: 'post',
    path: '/v1/dossiers/{code}/events',
    tags: ['Dossiers'],
    summary: 'Say what happened to a dossier',
    ...allows(guard, ['clerk']),
    request: { params: codeParam, body: bodyOf(event) },
    responses: {
      202: json(recorded, 'in the journal, durable'),
      200: json(recorded, 'the same again'),
      ...problems(
        'unauthorized',
        'forbidden',
        'invalid',
        'malformed',
        'too_large',
        'dossier_not_found',
        'dossier_closed',
        'event_conflict',
        'too_many_events',
        'unavailable',
      ),
    },
  });

  app.openapi(route, async (c) => {
    const { code } = c.req.valid('param');
    const sent = c.req.valid('json');
    if (sent.occurredAt && epochMs(sent.occurredAt) > epochMs(now()) + CLOCK_TOLERANCE_MS)
      throw invalid('occurredAt', 'expected an instant not more than 5 minutes in the future');

    const entry = entryFor(sent, c.get('caller').name);
    const done = await append(codeKey(code), entry);
    if (done.kind === 'refused') throw new ProblemError(done.refusal, `dossier ${code}, event ${sent.eventId}: ${done.refusal}`);
    if (done.kind === 'due_before_receipt') throw invalid('dueDate', `expected a day not before the day of receipt, ${done.receivedOn}`);
    const { receiptCode, seq, recordedAt, occurredAt } = done;
    const answer = { eventId: sent.eventId, seq, recordedAt };
    if (done.kind === 'same') return c.json(answer, 200);
    deliveries.deliver({ receiptCode, events: [eventOf({ seq, type: entry.type, body: entry.body, occurredAt, recordedAt })] });
    return c.json(answer, 202);
  });
}

type Sent = z.output<typeof event>;

/** A phone number goes to the contact row; the journal says only what became of it (§9). */
function entryFor(sent: Sent, actor: string): NewEvent {
  const { eventId, occurredAt = null, type, ...fields } = sent;
  const contact = sent.type === 'contact' ? contactFrom(sent.phone) : null;
  const content = JSON.stringify([type, occurredAt, contact ?? Object.entries(fields).toSorted(byName)]);
  const body = contact ? { phone: contact.problem ?? (contact.phone ? 'given' : 'none') } : definedOnly(fields);
  return { eventId, type, body, occurredAt, actor, content, contact, dueDate: sent.type === 'reschedule' ? sent.dueDate : null };
}

function definedOnly(fields: Readonly<Record<string, string | null | undefined>>): NewEvent['body'] {
  return Object.fromEntries(Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
