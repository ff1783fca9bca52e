import { expect, test } from 'vitest';
import { changesOf, type DossierChange } from '../../../src/domain/dossier-changes.ts';
import { aDossier, day, DUE, type Said } from '../../support/dossiers.ts';

const PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };

test.each<[string, readonly Said[], Said, readonly DossierChange[]]>([
  ['a step', [], { step: 'Thẩm định' }, [{ field: 'step', from: 'Tiếp nhận', to: 'Thẩm định' }]],
  [
    'an arrival that clears the state, in any spelling',
    [PAPERS],
    { step: 'tra ket qua.' },
    [
      { field: 'step', from: 'Bộ phận Một cửa', to: 'Trả kết quả' },
      { field: 'state', from: 'Chờ bổ sung', to: null },
    ],
  ],
  ['a re-appointment', [], { due: '2026-12-01' }, [{ field: 'dueDate', from: DUE, to: day('2026-12-01') }]],
  [
    'a correction, which moves the judged date as well',
    [],
    { due: '2026-12-01', reason: 'correction' },
    [
      { field: 'dueDate', from: DUE, to: day('2026-12-01') },
      { field: 'judgedDate', from: DUE, to: day('2026-12-01') },
    ],
  ],
  ['the same step again', [], { step: 'Tiếp nhận' }, []],
  ['a new number', [], { contact: true }, []],
])('console §3: an event shows old → new: %s', (_, before, event, changes) => {
  expect(changesOf(aDossier({}, ...before), aDossier({}, ...before, event))).toEqual(changes);
});
