import { describe, expect, test } from 'vitest';
import type { RecordedApology } from '../../../src/domain/apology-forecast.ts';
import type { Dossier, DossierEvent } from '../../../src/domain/dossier.ts';
import { effectOfEvent, effectOfRegistration, type EventEffect } from '../../../src/domain/event-effect.ts';
import type { Notice } from '../../../src/domain/notice-key.ts';
import { aDossier, aRegistration, at, day, DUE, EVE, said, type Said } from '../../support/dossiers.ts';

const NOW = '2026-11-25 09:00';
const SAME_DAY = { procedure: { code: 'a', name: 'a', sameDay: true } };
const READY: Said = { step: 'Trả kết quả', at: '2026-11-23 09:00' };
const WAITING: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-23 09:00' };

/** The event as it is recorded now. */
function now(event: Said, moment = NOW): DossierEvent {
  const [only] = said({ ...event, at: moment });
  if (!only) throw new Error('expected an event');
  return only;
}

const REACHED = { hadPhone: true, hasPhone: true, apologies: [] };

function effect(dossier: Dossier, event: Said, some: Partial<typeof REACHED> = {}, moment = NOW): EventEffect {
  return effectOfEvent(dossier, now(event, moment), { ...REACHED, ...some }, at(moment));
}

function print({ kind, ...which }: Notice): string {
  return `${kind} ${'round' in which ? which.round : which.dueDate}`;
}

/** `send result 1`, `skip result 1 no_phone`, `none elsewhere`. */
function atOnce({ now: decided }: EventEffect): string {
  if (decided.call === 'none') return `none ${decided.reason}`;
  return [decided.call, print(decided.notice), ...('reason' in decided ? [decided.reason] : [])].join(' ');
}

describe('console §3, requirements §5.1, §5.2 which SMS leaves as soon as an event is recorded', () => {
  test.each<[string, Dossier, Said, string]>([
    ['an arrival at the result', aDossier(), { step: 'Trả kết quả' }, 'send result 1'],
    ['the fixed name in another spelling', aDossier(), { step: 'tra ket qua.' }, 'send result 1'],
    ['an arrival for the second time', aDossier({}, READY, { step: 'Thẩm định' }), { step: 'Trả kết quả' }, 'send result 2'],
    ['a dossier that is there already', aDossier({}, READY), { step: 'Trả kết quả' }, 'none ready_already'],
    ['papers at the counter', aDossier(), { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, 'send supplement 1'],
    ['the state first, then the move', aDossier({}, { state: 'Chờ bổ sung' }), { step: 'Bộ phận Một cửa' }, 'send supplement 1'],
    ['the move first, then the state', aDossier({}, { step: 'Bộ phận Một cửa' }), { state: 'Chờ bổ sung' }, 'send supplement 1'],
    ['papers while the dossier is inside', aDossier(), { state: 'Chờ bổ sung' }, 'none elsewhere'],
    ['papers in a round that is open', aDossier({}, WAITING), { state: 'Chờ bổ sung' }, 'none waiting_already'],
    ['a second round', aDossier({}, WAITING, { step: 'Thẩm định', state: 'Xử lý' }), WAITING, 'send supplement 2'],
    ['the result clears the papers', aDossier({}, WAITING), { step: 'Trả kết quả' }, 'send result 1'],
    ['another step', aDossier(), { step: 'Thẩm định' }, 'none not_called_for'],
    ['a new date', aDossier(), { due: '2026-12-04' }, 'none not_called_for'],
    ['a number', aDossier({}, READY), { contact: true }, 'none not_called_for'],
    ['told by telephone', aDossier({}, READY), { informed: '0101701234/result/1' }, 'none not_called_for'],
    ['a close', aDossier({}, READY), { close: 'handed_over' }, 'none not_called_for'],
    ['a same-day procedure', aDossier(SAME_DAY), { step: 'Trả kết quả' }, 'skip result 1 same_day'],
  ])('%s', (_, dossier, event, expected) => {
    expect(atOnce(effect(dossier, event))).toBe(expected);
  });

  test('requirements §5.4: without a number the notice is called for and recorded as not sent', () => {
    const unreached = { hadPhone: false, hasPhone: false };
    expect(atOnce(effect(aDossier(), { step: 'Trả kết quả' }, unreached))).toBe('skip result 1 no_phone');
    expect(atOnce(effect(aDossier(SAME_DAY), { step: 'Trả kết quả' }, unreached))).toBe('skip result 1 same_day');
  });
});

describe('console §3, requirements §5.3 what becomes of the apology', () => {
  const apologyOf = ({ apology, stopped }: EventEffect) => ({
    apology: apology && { at: apology.at, isNew: apology.isNew },
    stopped: stopped?.at ?? null,
  });
  const LATER = at('2026-12-03 17:30');

  test.each<[string, Dossier, Said, { apology: object | null; stopped: string | null }]>([
    ['a move changes nothing of it', aDossier(), { step: 'Thẩm định' }, { apology: { at: EVE, isNew: false }, stopped: null }],
    ['the result stops it', aDossier(), { step: 'Trả kết quả' }, { apology: null, stopped: EVE }],
    ['papers at the counter stop it', aDossier(), WAITING, { apology: null, stopped: EVE }],
    ['a close stops it', aDossier(), { close: 'withdrawn' }, { apology: null, stopped: EVE }],
    ['a new date moves it', aDossier(), { due: '2026-12-04' }, { apology: { at: LATER, isNew: true }, stopped: EVE }],
    ['the same date again', aDossier(), { due: DUE }, { apology: { at: EVE, isNew: false }, stopped: null }],
    ['a date whose eve is over gets none', aDossier(), { due: '2026-11-25' }, { apology: null, stopped: EVE }],
    ['leaving the result brings it back', aDossier({}, READY), { step: 'Thẩm định' }, { apology: { at: EVE, isNew: true }, stopped: null }],
    ['a same-day procedure has none', aDossier(SAME_DAY), { due: '2026-12-04' }, { apology: null, stopped: null }],
    ['without a date there is none', aDossier({ dueDate: null }), { step: 'Thẩm định' }, { apology: null, stopped: null }],
  ])('%s', (_, dossier, event, expected) => {
    expect(apologyOf(effect(dossier, event))).toEqual(expected);
  });

  test('a number brings it, and taking the number away stops it', () => {
    const brought = effect(aDossier(), { contact: true }, { hadPhone: false, hasPhone: true });
    const taken = effect(aDossier(), { contact: true }, { hadPhone: true, hasPhone: false });
    expect(apologyOf(brought)).toEqual({ apology: { at: EVE, isNew: true }, stopped: null });
    expect(apologyOf(taken)).toEqual({ apology: null, stopped: EVE });
  });

  test('one that has left is neither to come nor stopped', () => {
    const apologies: readonly RecordedApology[] = [{ dueDate: DUE, status: 'sent', reason: null }];
    const facts = { ...REACHED, apologies };
    const moment = '2026-11-26 18:00';
    const done = effectOfEvent(aDossier(), now({ step: 'Trả kết quả' }, moment), facts, at(moment));
    expect(apologyOf(done)).toEqual({ apology: null, stopped: null });
  });

  test('one that waits for the gateway is stopped by the result', () => {
    const apologies: readonly RecordedApology[] = [{ dueDate: DUE, status: 'created', reason: null }];
    const moment = '2026-11-26 17:31';
    const done = effectOfEvent(aDossier(), now({ step: 'Trả kết quả' }, moment), { ...REACHED, apologies }, at(moment));
    expect(apologyOf(done)).toEqual({ apology: null, stopped: EVE });
  });
});

describe('console §3, requirements §5.1 what a registration sends', () => {
  test.each([
    ['at the counter', {}, true, 'none not_called_for'],
    ['at the result', { step: 'Trả kết quả' }, true, 'send result 1'],
    ['at the result, without a number', { step: 'Trả kết quả' }, false, 'skip result 1 no_phone'],
    ['at the result, same day', { step: 'Trả kết quả', ...SAME_DAY }, true, 'skip result 1 same_day'],
  ])('%s', (_, some, hasPhone, expected) => {
    expect(atOnce(effectOfRegistration(aRegistration(some), hasPhone, at('2026-11-20 08:00')))).toBe(expected);
  });

  test('its apology is to come, unless its eve is over', () => {
    const early = effectOfRegistration(aRegistration(), true, at('2026-11-20 08:00'));
    expect(early.apology).toEqual({ notice: { kind: 'apology', dueDate: DUE }, at: EVE, isNew: true });
    const late = effectOfRegistration(aRegistration({ dueDate: day('2026-11-20') }), true, at('2026-11-20 08:00'));
    expect(late.apology).toBeNull();
  });
});
