import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochMs, instantAt } from '../../../src/domain/calendar.ts';
import { dossierLine } from '../../../src/domain/dossier-line.ts';
import type { DossierEvent } from '../../../src/domain/dossier.ts';
import { compareLine } from '../../model/compare.ts';
import { lives } from '../../model/life.ts';
import { eventOf, registrationOf } from '../../model/papers.ts';
import { dayOf, pictureOf, takes } from '../../model/picture.ts';

const BETWEEN_EVENTS_MS = 5 * 3_600_000;

test('quality I8 what lists read is what a clerk reads in the journal, in every life', () => {
  let compared = 0;
  fc.assert(
    fc.property(lives, (life) => {
      const registration = registrationOf(life);
      const journal: DossierEvent[] = [];
      for (const happening of life.happenings) {
        if (!('word' in happening)) continue;
        const recordedMs = epochMs(registration.recordedAt) + (journal.length + 1) * BETWEEN_EVENTS_MS;
        const event = eventOf(happening.word, journal.length + 1, recordedMs);
        if (!takes(journal.length, pictureOf(registration, journal), event)) continue;
        journal.push(event);
        compared += 1;
        compareLine(dossierLine(registration, journal), pictureOf(registration, journal), registration, dayOf(instantAt(recordedMs)));
      }
    }),
    { numRuns: 500 },
  );
  expect(compared).toBeGreaterThan(500);
});
