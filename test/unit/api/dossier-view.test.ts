import { describe, expect, test } from 'vitest';
import { viewDossier } from '../../../src/api/dossier-view.ts';
import type { Dossier } from '../../../src/domain/dossier.ts';
import type { DossierAsOf } from '../../../src/services/find-dossier.ts';
import { aDossier, at, DUE, EVE } from '../../support/dossiers.ts';
import { PHONE } from '../../support/records.ts';

function view(dossier: Dossier, some: Partial<DossierAsOf> = {}) {
  const reachable = { phone: PHONE, problem: null };
  return viewDossier({ dossier, contact: reachable, apologies: [], source: 'journal', asOf: at('2026-11-25 10:00'), ...some });
}

describe('requirements §4.7 a dossier with many events', () => {
  test.each([
    [0, []],
    [1599, []],
    [1600, ['many_events']],
    [2000, ['many_events']],
  ])('%d: its warnings are %j', (seq, warnings) => {
    expect(view({ ...aDossier(), seq }).warnings.map(({ code }) => code)).toEqual(warnings);
  });
});

describe('requirements §8.4 `apologyAt` is null when no apology will be sent', () => {
  test.each<[string, Dossier, Partial<DossierAsOf>, boolean]>([
    ['at work', aDossier(), {}, true],
    ['without a phone', aDossier(), { contact: { phone: null, problem: null } }, false],
    ['with a landline', aDossier(), { contact: { phone: null, problem: 'landline' } }, false],
    ['ready', aDossier({}, { step: 'Trả kết quả' }), {}, false],
    ['with papers to bring', aDossier({}, { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }), {}, false],
    ['closed', aDossier({}, { close: 'withdrawn' }), {}, false],
    ['without a date', aDossier({ dueDate: null }), {}, false],
    ['when it was sent', aDossier(), { apologies: [{ dueDate: DUE, status: 'delivered', reason: null }] }, true],
    ['when it was skipped', aDossier(), { apologies: [{ dueDate: DUE, status: 'skipped', reason: 'no_phone' }] }, false],
  ])('%s', (_what, dossier, some, isSet) => expect(view(dossier, some).apologyAt).toBe(isSet ? EVE : null));
});
