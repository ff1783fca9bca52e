import { dateOf, type LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { NoticeStatus } from './notice-status.ts';
import { isLate } from './on-time.ts';

/** What a period's dossiers came to (contract §2). Each dossier is in exactly one of the first eight after `received`. */
export const COUNTS = [
  'received',
  'resolvedEarly',
  'resolvedOnTime',
  'resolvedLate',
  'openOnTime',
  'openLate',
  'waitingForSupplement',
  'withdrawn',
  'rejected',
  'apologiesSent',
  'apologiesMissed',
  'apologiesFalse',
] as const;
export type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;

export type LedgerApology = { readonly dueDate: LocalDate; readonly status: NoticeStatus };

export const NO_COUNTS: Counts = {
  received: 0,
  resolvedEarly: 0,
  resolvedOnTime: 0,
  resolvedLate: 0,
  openOnTime: 0,
  openLate: 0,
  waitingForSupplement: 0,
  withdrawn: 0,
  rejected: 0,
  apologiesSent: 0,
  apologiesMissed: 0,
  apologiesFalse: 0,
};

/** One dossier more, with the apologies the ledger has for it. `today` decides whether an open one is late. */
export function addToCounts(counts: Counts, dossier: Dossier, apologies: readonly LedgerApology[], today: LocalDate): Counts {
  const place = placeOf(dossier, today);
  const sent = apologies.filter(({ status }) => status === 'sent' || status === 'delivered');
  return {
    ...counts,
    received: counts.received + 1,
    [place]: counts[place] + 1,
    apologiesSent: counts.apologiesSent + sent.length,
    apologiesMissed: counts.apologiesMissed + apologies.filter(({ status }) => status === 'missed').length,
    apologiesFalse: counts.apologiesFalse + sent.filter(({ dueDate }) => wasNeedless(dossier, dueDate)).length,
  };
}

function placeOf(dossier: Dossier, today: LocalDate): keyof Counts {
  if (dossier.closed?.outcome === 'withdrawn') return 'withdrawn';
  if (dossier.closed?.outcome === 'rejected') return 'rejected';
  const resolvedOn = dossier.result.at ?? dossier.closed?.at;
  if (resolvedOn === undefined) {
    if (dossier.supplement.openSince !== null) return 'waitingForSupplement';
    return isLate(dossier, today) ? 'openLate' : 'openOnTime';
  }
  if (isLate(dossier, today)) return 'resolvedLate';
  return dossier.judgedDate !== null && dateOf(resolvedOn) < dossier.judgedDate ? 'resolvedEarly' : 'resolvedOnTime';
}

/** We apologised for a day on which the result lay ready after all. */
function wasNeedless(dossier: Dossier, dueDate: LocalDate): boolean {
  return dossier.result.at !== null && dateOf(dossier.result.at) <= dueDate;
}
