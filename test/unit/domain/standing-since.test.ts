import { expect, test } from 'vitest';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { standingSince, type Standing } from '../../../src/domain/standing-since.ts';
import { aRegistration, at, RECEIVED, said, type Said } from '../../support/dossiers.ts';

test.each<[string, readonly Said[], Standing]>([
  ['as it was received', [], { step: RECEIVED, state: null }],
  [
    'since it was moved, not since the same was said again',
    [to('Thẩm định', '21 09:00'), to('Thẩm định', '22 09:00')],
    { step: on('21 09:00'), state: null },
  ],
  ['since it came back', [to('Thẩm định', '21 09:00'), to('Tiếp nhận', '22 09:00')], { step: on('22 09:00'), state: null }],
  [
    'since it happened, not since it was recorded',
    [{ step: 'Thẩm định', at: '2026-11-21 09:00', recorded: '2026-11-23 09:00' }],
    { step: on('21 09:00'), state: null },
  ],
  [
    'the state apart from the step',
    [{ state: 'Chờ ký', at: '2026-11-21 09:00' }, to('Thẩm định', '22 09:00')],
    { step: on('22 09:00'), state: on('21 09:00') },
  ],
  [
    'events of another kind change nothing',
    [to('Thẩm định', '21 09:00'), { contact: true, at: '2026-11-22 09:00' }],
    { step: on('21 09:00'), state: null },
  ],
])('console §3: where a dossier is and since when: %s', (_, all, standing) => {
  const [registration, events] = [aRegistration(), said(...all)];
  expect(standingSince(replayStates(registration, events), events)).toEqual(standing);
});

function to(step: string, day: string): Said {
  return { step, at: `2026-11-${day}` };
}

function on(day: string) {
  return at(`2026-11-${day}`);
}
