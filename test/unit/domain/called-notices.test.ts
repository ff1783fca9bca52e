import { describe, expect, test } from 'vitest';
import { calledNotices } from '../../../src/domain/called-notices.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { aRegistration, at, said } from '../../support/dossiers.ts';

describe('requirements §5 the states of a dossier call for notices', () => {
  test('one for each round, and one for each eve that came while its date was in force and the dossier open', () => {
    const events = said(
      { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-21 09:00' },
      { state: 'Đang xử lý', at: '2026-11-22 09:00' },
      { state: 'Chờ bổ sung', at: '2026-11-23 09:00' },
      { due: '2026-12-01', at: '2026-11-25 09:00' },
      { due: '2026-12-10', at: '2026-11-30 18:00' },
      { close: 'withdrawn', at: '2026-12-02 09:00' },
    );
    expect(
      calledNotices(replayStates(aRegistration(), events), at('2026-12-20 00:00')).map(({ key, at: since, until }) => [key, since, until]),
    ).toEqual([
      ['0101701234/supplement/1', at('2026-11-21 09:00'), null],
      ['0101701234/supplement/2', at('2026-11-23 09:00'), null],
      ['0101701234/apology/2026-12-01', at('2026-11-30 17:30'), at('2026-11-30 18:00')],
    ]);
  });
});
