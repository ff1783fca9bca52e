import { expect, test } from 'vitest';
import { openEventWriter } from '../../../src/db/journal.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { recordEvent } from '../../../src/services/record-event.ts';
import { fetchHistory } from '../../../src/temporal/history.ts';
import { day } from '../../support/dossiers.ts';
import { eventually } from '../../support/eventually.ts';
import { openOutboxWorld } from '../../support/outbox-world.ts';
import { aRecordedDossier } from '../../support/records.ts';

const NOTE = 'Chờ chữ ký của lãnh đạo';

test.each(['delivered at once', 'delivered by the sweep'])(
  'requirements §4.8 a note is in no signal, no history and no query: %s',
  async (how) => {
    await using world = await openOutboxWorld();
    await using outbox = world.anOutbox();
    const dossier = await aRecordedDossier(world.database);
    const deliver = how === 'delivered at once' ? outbox.deliver : () => {};
    const deps = { writeEvent: openEventWriter(world.database), deliver, now: () => instantAt(Date.now()) };
    outbox.deliver({ ...dossier, registration: dossier, events: [] });
    const said = [
      { eventId: 'e1', type: 'progress', step: 'Thẩm định', note: NOTE },
      { eventId: 'e2', type: 'reschedule', dueDate: day('2027-12-01'), reason: 'correction', note: NOTE },
    ] as const;
    for (const event of said)
      expect(await recordEvent(deps, { agencies: null }, dossier.receiptCode, event, 'clerk')).toMatchObject({ kind: 'recorded' });
    if (how !== 'delivered at once') await world.makeOverdue(dossier);
    await eventually(async () => expect(await world.status(dossier)).toMatchObject({ seq: 2, step: 'Thẩm định' }));
    const seen = [await world.status(dossier), readable(await fetchHistory(world.client, dossier.receiptCode))].map((each) =>
      JSON.stringify(each),
    );
    expect(seen[1]).toContain('Thẩm định');
    expect(seen.join('')).not.toMatch(/chữ ký|"note/);
  },
);

/** A history with its payloads as texts. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readable(each)]));
}
