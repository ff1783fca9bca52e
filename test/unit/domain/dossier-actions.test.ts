import { expect, test } from 'vitest';
import { dossierActions, type DossierAction } from '../../../src/domain/dossier-actions.ts';
import { aDossier, at, type Said } from '../../support/dossiers.ts';

const NOW = at('2026-11-25 08:00');
const TO_RESULT: Said = { step: 'Trả kết quả' };
const TO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const CLOSED: Said = { close: 'withdrawn', at: '2026-11-24 08:00' };

test.each<[string, readonly Said[], boolean, readonly DossierAction[]]>([
  ['at work', [], false, ['result', 'move', 'request_papers', 'reschedule', 'contact', 'close']],
  ['at work, a notice was not reached', [], true, ['result', 'move', 'request_papers', 'reschedule', 'contact', 'informed', 'close']],
  ['waiting for papers', [TO_PAPERS], false, ['result', 'move', 'reschedule', 'contact', 'close']],
  ['with its result', [TO_RESULT], false, ['close', 'move', 'contact']],
  ['with its result, a notice was not reached', [TO_RESULT], true, ['close', 'move', 'contact', 'informed']],
  ['closed', [CLOSED], false, []],
  ['closed, a notice was not reached', [CLOSED], true, ['informed']],
])('console §3: the actions of a dossier are those that make sense: %s', (_, events, hasUnreached, actions) => {
  const dossier = aDossier({}, ...events);
  expect(dossierActions(dossier, { hasUnreached, closedAt: dossier.closed?.at ?? null }, NOW)).toEqual(actions);
});

test('requirements §4.7 nothing is taken any more 30 days after the close', () => {
  const closedAt = at('2026-11-24 08:00');
  const on = (now: string) => dossierActions(aDossier({}, CLOSED), { hasUnreached: true, closedAt }, at(now));
  expect(on('2026-12-24 07:59')).toEqual(['informed']);
  expect(on('2026-12-24 08:00')).toEqual([]);
});
