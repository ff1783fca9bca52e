import { describe, expect, test } from 'vitest';
import { instantAt, plusMs } from '../../../src/domain/calendar.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { dossierLine, type DossierLine } from '../../../src/domain/dossier-line.ts';
import { judgeLine } from '../../../src/domain/judge-line.ts';
import { aRegistration, said } from '../../support/dossiers.ts';

const registration = aRegistration();
const events = said({ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, { step: 'Thẩm định' });
const states = replayStates(registration, events);
const fold = dossierLine(registration, events);
const LAST = events[1]?.recordedAt ?? instantAt(0);
const judge = (line: DossierLine | null, afterMs = 60_000, lastSeq = 2) =>
  judgeLine({ registration, events, states, lastSeq, line }, 1000, plusMs(LAST, afterMs)).map(
    ({ invariant, about, what }) => `${invariant} ${about} ${what}`,
  );

describe('quality I8 what lists read is the fold of the journal', () => {
  test.each<[string, DossierLine | null, string[]]>([
    ['the fold', fold, []],
    ['in another order of its parts', JSON.parse(JSON.stringify(fold, Object.keys(fold).toReversed().concat('from', 'to'))), []],
    ['missing', null, ['I8 0101701234 it is in no list']],
    ['behind', dossierLine(registration, events.slice(0, 1)), ['I8 0101701234 the lists are at event 1, the journal at 2']],
    ['ahead', { ...fold, seq: 3 }, ['I8 0101701234 what lists read is not the fold of the journal: seq differ']],
    ['another step', { ...fold, step: 'X' }, ['I8 0101701234 what lists read is not the fold of the journal: step differ']],
    ['a stop that is missing', { ...fold, stops: [] }, ['I8 0101701234 what lists read is not the fold of the journal: stops differ']],
  ])('%s', (_, line, found) => expect(judge(line)).toEqual(found));

  test('requirements §4.9 it counts an event after the close, which is no part of the fold', () => {
    expect(judge({ ...fold, seq: 3 }, 60_000, 3)).toEqual([]);
    expect(judge(fold, 60_000, 3)).toEqual(['I8 0101701234 the lists are at event 2, the journal at 3']);
  });

  test('a line may be behind for a moment', () => {
    expect(judge(null, 900)).toEqual([]);
    expect(judge({ ...fold, step: 'X' }, 900)).toHaveLength(1);
  });
});
