import { describe, expect, test } from 'vitest';
import type { Registration } from '../../../src/domain/dossier.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { nextMessages, type KnownNotice, type NextMessages } from '../../../src/domain/next-messages.ts';
import { aRegistration, at, day, DUE, EVE, said, type Said } from '../../support/dossiers.ts';

const BEFORE = at('2026-11-24 10:00');
const AFTER = at('2026-11-26 18:00');
const RESULT = { kind: 'result', round: 1 } as const;
const SUPPLEMENT = { kind: 'supplement', round: 1 } as const;
const APOLOGY = { kind: 'apology', dueDate: DUE } as const;
const TO_RESULT: Said = { step: 'Trả kết quả', at: '2026-11-24 09:00' };
const TO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-24 09:00' };

type World = {
  readonly some?: Partial<Registration>;
  readonly said?: readonly Said[];
  readonly rows?: readonly KnownNotice[];
  readonly hasPhone?: boolean;
  readonly now?: typeof BEFORE;
};

function next({ some = {}, said: all = [], rows = [], hasPhone = true, now = BEFORE }: World): NextMessages {
  return nextMessages({ states: replayStates(aRegistration(some), said(...all)), rows, hasPhone }, now);
}

function row(notice: KnownNotice['notice'], status: KnownNotice['status'], some: Partial<KnownNotice> = {}): KnownNotice {
  return { notice, status, reason: null, resent: 0, ...some };
}

describe('requirements §8.2 what will be sent next, and when', () => {
  test('the apology at its instant, with what would save it', () => {
    const savers = ['move_to_result', 'reschedule', 'record_supplement'];
    expect(next({})).toEqual({ messages: [{ kind: 'at_eve', notice: APOLOGY, at: EVE, savers }], none: null, onArrival: true });
  });

  test.each<[string, World, NextMessages['messages']]>([
    ['a result that nothing has handed over yet', { said: [TO_RESULT] }, [{ kind: 'under_way', notice: RESULT }]],
    ['a result that waits for its turn', { said: [TO_RESULT], rows: [row(RESULT, 'created')] }, [{ kind: 'under_way', notice: RESULT }]],
    ['a result that is being handed over', { said: [TO_RESULT], rows: [row(RESULT, 'sending')] }, [{ kind: 'under_way', notice: RESULT }]],
    ['an uncertain result', { said: [TO_RESULT], rows: [row(RESULT, 'uncertain')] }, [{ kind: 'repeat', notice: RESULT }]],
    ['a request for papers', { said: [TO_PAPERS] }, [{ kind: 'under_way', notice: SUPPLEMENT }]],
    ['an apology whose instant has just come', { now: EVE }, [{ kind: 'under_way', notice: APOLOGY }]],
    ['an apology that came late, until its date ends', { now: at('2026-11-27 23:59') }, [{ kind: 'under_way', notice: APOLOGY }]],
  ])('%s', (_, world, messages) => {
    expect(next(world)).toMatchObject({ messages, none: null });
  });

  test.each<[string, World, NextMessages['none']]>([
    ['closed', { said: [{ close: 'withdrawn' }] }, { reason: 'closed', until: null }],
    [
      'closed while a result was under way',
      { said: [TO_RESULT, { close: 'handed_over' }], rows: [row(RESULT, 'created')] },
      { reason: 'closed', until: null },
    ],
    ['a same-day procedure', { some: { procedure: { code: 'A', name: 'A', sameDay: true } } }, { reason: 'same_day', until: null }],
    ['no due date', { some: { dueDate: null } }, { reason: 'no_due_date', until: null }],
    ['no number, before the eve', { hasPhone: false }, { reason: 'no_phone', until: EVE }],
    ['no number, after the eve', { hasPhone: false, now: AFTER }, { reason: 'no_phone', until: null }],
    ['no number and no date', { hasPhone: false, some: { dueDate: null } }, { reason: 'no_phone', until: null }],
    [
      'the result is there, before the eve',
      { said: [TO_RESULT], rows: [row(RESULT, 'delivered')] },
      { reason: 'result_ready', until: EVE },
    ],
    [
      'the result is there, after the eve',
      { said: [TO_RESULT], rows: [row(RESULT, 'sent')], now: AFTER },
      { reason: 'result_ready', until: null },
    ],
    [
      'an uncertain result that was sent again',
      { said: [TO_RESULT], rows: [row(RESULT, 'uncertain', { resent: 1 })] },
      { reason: 'result_ready', until: EVE },
    ],
    ['the result is there, without a number', { said: [TO_RESULT], hasPhone: false }, { reason: 'result_ready', until: null }],
    [
      'a result that nobody handed over for 72 hours',
      { said: [TO_RESULT], now: at('2026-11-27 09:00') },
      { reason: 'result_ready', until: null },
    ],
    ['a stopped clock, before the eve', { said: [TO_PAPERS], rows: [row(SUPPLEMENT, 'sent')] }, { reason: 'clock_stopped', until: EVE }],
    [
      'a stopped clock, after the eve',
      { said: [TO_PAPERS], rows: [row(SUPPLEMENT, 'sent')], now: AFTER },
      { reason: 'apology_over', until: null, dueDate: DUE },
    ],
    ['apologised to already', { rows: [row(APOLOGY, 'sent')], now: AFTER }, { reason: 'apology_over', until: null, dueDate: DUE }],
    [
      'an apology that failed',
      { rows: [row(APOLOGY, 'permanent_failure')], now: AFTER },
      { reason: 'apology_over', until: null, dueDate: DUE },
    ],
    ['an uncertain apology', { rows: [row(APOLOGY, 'uncertain')], now: AFTER }, { reason: 'apology_over', until: null, dueDate: DUE }],
    ['overdue, never apologised to', { now: at('2026-11-28 00:00') }, { reason: 'apology_over', until: null, dueDate: DUE }],
    [
      'a date that was recorded too late',
      { said: [{ due: '2026-11-28', recorded: '2026-11-27 18:00' }], now: at('2026-11-27 19:00') },
      { reason: 'known_too_late', until: null },
    ],
  ])('none: %s', (_, world, none) => {
    expect(next(world)).toMatchObject({ messages: [], none });
  });

  test('a new date has its own eve, although the citizen was apologised to for the one before', () => {
    const world = {
      said: [{ due: '2026-12-01', recorded: '2026-11-26 20:00' }],
      rows: [row(APOLOGY, 'sent')],
      now: at('2026-11-27 08:00'),
    };
    const notice = { kind: 'apology', dueDate: day('2026-12-01') };
    expect(next(world).messages).toMatchObject([{ kind: 'at_eve', notice, at: at('2026-11-30 17:30') }]);
  });

  test.each<[string, World, boolean]>([
    ['an open dossier', {}, true],
    ['one that is there already', { said: [TO_RESULT] }, false],
    ['one that is closed', { said: [{ close: 'withdrawn' }] }, false],
    ['a same-day procedure', { some: { procedure: { code: 'A', name: 'A', sameDay: true } } }, false],
    ['one without a number', { hasPhone: false }, false],
  ])('whether an arrival at “Trả kết quả” would send one: %s', (_, world, onArrival) => {
    expect(next(world).onArrival).toBe(onArrival);
  });
});
