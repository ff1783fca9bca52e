import { dateOf, type LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { NoticeStatus } from './notice-status.ts';
import { isLate } from './on-time.ts';

/**
 * What the SMS of a period came to: those that left, notices and replies, with the parts and the đồng that they cost, and the questions. A
 * refund is due for a question that was charged although its reply failed.
 */
export const SMS_COUNTS = ['messages', 'segments', 'cost', 'inquiries', 'inquiriesCharged', 'refundsDue'] as const;
export type SmsCounts = Readonly<Record<(typeof SMS_COUNTS)[number], number>>;

/** What became of the dossiers of a period (contract §2). Each is counted as `received` and in exactly one of the eight that follow. */
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
  ...SMS_COUNTS,
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
  messages: 0,
  segments: 0,
  cost: 0,
  inquiries: 0,
  inquiriesCharged: 0,
  refundsDue: 0,
};

export function addSms(counts: Counts, sms: SmsCounts): Counts {
  return { ...counts, ...Object.fromEntries(SMS_COUNTS.map((name) => [name, counts[name] + sms[name]])) };
}

/** Counts one more dossier with the apologies that the ledger has for it. `today` decides whether an open dossier is late. */
export function addToCounts(counts: Counts, dossier: Dossier, apologies: readonly LedgerApology[], today: LocalDate): Counts {
  const outcome = outcomeOf(dossier, today);
  const sent = apologies.filter(({ status }) => status === 'sent' || status === 'delivered');
  return {
    ...counts,
    received: counts.received + 1,
    [outcome]: counts[outcome] + 1,
    apologiesSent: counts.apologiesSent + sent.length,
    apologiesMissed: counts.apologiesMissed + apologies.filter(({ status }) => status === 'missed').length,
    apologiesFalse: counts.apologiesFalse + sent.filter(({ dueDate }) => wasNeedless(dossier, dueDate)).length,
  };
}

function outcomeOf(dossier: Dossier, today: LocalDate): keyof Counts {
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

/** The result was ready on that day after all. */
function wasNeedless(dossier: Dossier, dueDate: LocalDate): boolean {
  return dossier.result.at !== null && dateOf(dossier.result.at) <= dueDate;
}
