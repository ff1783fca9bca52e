import { expect, test } from 'vitest';
import { latestDossier, replayStates } from '../../../src/domain/dossier-states.ts';
import { aDossier, aRegistration, at, said, type Said } from '../../support/dossiers.ts';

const EVENTS: readonly Said[] = [
  { step: 'Thẩm định', at: '2026-11-21 09:00' },
  { step: 'Trả kết quả', at: '2026-11-27 09:00' },
];

test('there is a state from the registration on and from each event on, and the last state is the fold', () => {
  const states = replayStates(aRegistration(), said(...EVENTS));
  expect(states.map(({ from }) => from)).toEqual([aRegistration().recordedAt, at('2026-11-21 09:00'), at('2026-11-27 09:00')]);
  expect(latestDossier(states)).toEqual(aDossier({}, ...EVENTS));
});
