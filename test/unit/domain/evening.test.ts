import { describe, expect, test } from 'vitest';
import { forecastApology } from '../../../src/domain/apology-forecast.ts';
import { plusMs, type Instant } from '../../../src/domain/calendar.ts';
import { eveningOf, type DossierForecast, type EveningFacts } from '../../../src/domain/evening.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { whatWouldSave } from '../../../src/domain/saved-apology.ts';
import { aDossier, at, code, DUE, EVE, type Said } from '../../support/dossiers.ts';

const on = (hour: string) => at(`2026-11-26 ${hour}`);
const dossier = (nth: number, ...events: readonly Said[]) => aDossier({ receiptCode: code(`EVE-000${nth}`) }, ...events);

function item(nth: number, some: { now: Instant; hasPhone?: boolean; status?: NoticeStatus; events?: readonly Said[] }): DossierForecast {
  const { now, hasPhone = true, status = null, events = [] } = some;
  const of = dossier(nth, ...events);
  const forecast = forecastApology(of, DUE, { hasPhone, apologies: [] }, now);
  return { dossier: of, ...forecast, status, savers: whatWouldSave(of, DUE, now) };
}

function decided(nth: number, status: NoticeStatus, lateMs: number | null = null, reason: string | null = null) {
  return { dossier: dossier(nth), dueDate: DUE, status, reason, dueAt: EVE, sentAt: lateMs === null ? null : plusMs(EVE, lateMs) };
}

function evening(asOf: Instant, some: Partial<EveningFacts>) {
  return eveningOf({ asOf, opensAt: EVE, items: [], decided: [], saved: [], ...some });
}

const codes = (all: readonly { readonly dossier: { readonly receiptCode: string } }[]) => all.map(({ dossier: of }) => of.receiptCode);

describe('requirements §8.4 before the hour', () => {
  const now = on('15:15');
  const items = [
    item(1, { now }),
    item(2, { now, hasPhone: false }),
    item(3, { now, events: [{ step: 'Trả kết quả' }] }),
    item(4, { now, events: [{ close: 'withdrawn' }] }),
  ];

  test('who will get an apology, and who will not because there is no number', () => {
    const seen = evening(now, { items });
    expect(seen.phase === 'before' && [codes(seen.willBeSent), codes(seen.withoutPhone)]).toEqual([['EVE-0001'], ['EVE-0002']]);
  });

  test('each with what would save it', () => {
    const seen = evening(now, { items });
    expect(seen.phase === 'before' && seen.willBeSent[0]?.savers).toEqual(['move_to_result', 'reschedule', 'record_supplement']);
  });

  test.each([
    ['17:29:59.999', 'before'],
    ['17:30:00', 'after'],
    ['23:59', 'after'],
    ['00:00', 'before'],
  ])('at %s it is %s the hour', (hour, phase) => {
    expect(evening(on(hour), {}).phase).toBe(phase);
  });
});

describe('requirements §8.3 after the hour', () => {
  const now = on('17:31');
  const after = (some: Partial<EveningFacts>) => {
    const seen = evening(now, some);
    if (seen.phase !== 'after') throw new Error(`expected an evening after its hour, came ${seen.phase}`);
    return seen;
  };

  test.each<[status: NoticeStatus, reason: string | null, counts: [sent: number, waiting: number, notSent: number]]>([
    ['created', null, [0, 1, 0]],
    ['sending', null, [0, 1, 0]],
    ['sent', null, [1, 0, 0]],
    ['delivered', null, [1, 0, 0]],
    ['missed', 'due_date_over', [0, 0, 1]],
    ['temporary_failure', 'receipt: expired', [0, 0, 1]],
    ['permanent_failure', 'receipt: rejected', [0, 0, 1]],
    ['technical_failure', 'unavailable', [0, 0, 1]],
    ['uncertain', null, [0, 0, 1]],
    ['skipped', 'no_phone', [0, 0, 1]],
    ['skipped', 'result_ready', [0, 0, 0]],
    ['superseded', 'result_ready', [0, 0, 0]],
  ])('%s (%s) counts as it should', (status, reason, counts) => {
    const { sent, waiting, notSent } = after({ items: [item(1, { now, status })], decided: [decided(1, status, null, reason)] });
    expect([sent, waiting, notSent.length]).toEqual(counts);
  });

  test('what is called for and not in the ledger yet waits, and without a number it is not sent', () => {
    const { waiting, notSent } = after({ items: [item(1, { now }), item(2, { now, hasPhone: false })] });
    expect([waiting, codes(notSent)]).toEqual([1, ['EVE-0002']]);
  });

  test('one that left and was given another due date since has left', () => {
    expect(after({ items: [], decided: [decided(1, 'delivered', 4000)] }).sent).toBe(1);
  });

  test('the last one that left, by its own instant', () => {
    const all = [decided(1, 'sent', 4000), decided(2, 'delivered', 61_500), decided(3, 'sending'), decided(4, 'sent', 100)];
    expect(after({ decided: all }).last).toEqual({ at: plusMs(EVE, 61_500), lateMs: 61_500 });
    expect(after({ decided: [decided(3, 'sending')] }).last).toBeNull();
  });
});
