import { dateOf, daysBetween, endOf, mondayOf, plusDays, type Instant, type LocalDate } from './calendar.ts';
import type { DossierLine } from './dossier-line.ts';
import type { DossierStates } from './dossier-states.ts';
import type { DossierOutcome, Part } from './figures.ts';
import type { LedgerRow } from './ledger-row.ts';
import { lackedPhone } from './notice-status.ts';
import { whatSaved } from './saved-apology.ts';

/** What figures are divided by. */
export const STATISTICS_GROUPS = ['procedure', 'agency', 'month'] as const;
export type StatisticsGroup = (typeof STATISTICS_GROUPS)[number];

/**
 * The definition of the figures of requirements §8.6 for one dossier. PostgreSQL computes the same of all (`src/db/dossier-counts.ts`,
 * `src/db/notice-counts.ts`); a test compares them.
 */
export type StatisticsFacts = {
  readonly line: DossierLine;
  readonly states: DossierStates;
  readonly notices: readonly LedgerNotice[];
  /** When each re-appointment was made, in the order of the journal. */
  readonly reappointedAt: readonly Instant[];
  /** The notices of which a person was told by other means, and when. */
  readonly informed: readonly { readonly notice: string; readonly at: Instant }[];
  /** When inquiries about the dossier were answered by replies that did not fail. */
  readonly answeredAt: readonly Instant[];
};

export type LedgerNotice = Pick<LedgerRow, 'key' | 'notice' | 'status' | 'reason' | 'decidedAt' | 'settledAt'>;

/** Both days are included. `to` is today or before: the figures are as at its end, or now. */
export type Period = { readonly from: LocalDate; readonly to: LocalDate };

export function figuresOf(facts: StatisticsFacts, period: Period, now: Instant): readonly Part[] {
  const { line, states, notices, reappointedAt } = facts;
  const isWithin = (day: LocalDate) => period.from <= day && day <= period.to;
  const reappointments = reappointedAt.flatMap((at, before): Part[] =>
    isWithin(dateOf(at)) ? [{ sums: { reappointments: 1, secondReappointments: before > 0 ? 1 : 0 } }] : [],
  );
  const prevented = line.eves.filter(({ dueDate }) => isWithin(eveOf(dueDate)) && whatSaved(states, dueDate, now) !== null);
  return [
    ...dossierPart(line, period),
    ...reappointments,
    ...notices.flatMap((row) => [...apologyPart(row, line, isWithin), ...toldPart(row, facts, isWithin, dateOf(now))]),
    { sums: { apologiesPrevented: prevented.length } },
  ];
}

/** In which weeks of a period, each by its Monday, a dossier was received and resolved, as at the end of the period; null for none. */
export type DossierWeeks = {
  readonly receivedIn: LocalDate | null;
  readonly resolvedIn: LocalDate | null;
  /** Until it was resolved; null when it is not. */
  readonly days: number | null;
};

export function weeksOf(line: DossierLine, period: Period): DossierWeeks {
  const { resolvedOn } = outcomeOf(line, period.to);
  const weekOf = (day: LocalDate | null) => (day !== null && period.from <= day && day <= period.to ? mondayOf(day) : null);
  return { receivedIn: weekOf(line.receivedOn), resolvedIn: weekOf(resolvedOn), days: resolvedOn && daysTaken(line, resolvedOn) };
}

/**
 * A dossier is carried over or received, and it is in exactly one of the eight outcomes. What was finished before the period is not in it.
 */
function dossierPart(line: DossierLine, period: Period): Part[] {
  const { receivedOn, resultOn, closedOn } = line;
  const finishedOn = resultOn !== null && (closedOn === null || resultOn < closedOn) ? resultOn : closedOn;
  if (receivedOn > period.to) return [];
  if (receivedOn < period.from && finishedOn !== null && finishedOn < period.from) return [];
  const begin = receivedOn < period.from ? 'carriedOver' : 'received';
  const { outcome, resolvedOn } = outcomeOf(line, period.to);
  const days = resolvedOn && daysTaken(line, resolvedOn);
  return [{ sums: { [begin]: 1, [outcome]: 1 }, resolved: days === null ? undefined : { days, dossiers: 1 } }];
}

/** Without the days for which the clock was stopped. */
function daysTaken({ receivedOn, daysStopped }: DossierLine, resolvedOn: LocalDate): number {
  return Math.max(0, daysBetween(receivedOn, resolvedOn) - daysStopped);
}

/** As at the end of a day: what was resolved or closed later is open. */
function outcomeOf(line: DossierLine, day: LocalDate): { readonly outcome: DossierOutcome; readonly resolvedOn: LocalDate | null } {
  const { judgedDate, resultOn, closedOn, outcome, late } = line;
  const isClosed = closedOn !== null && closedOn <= day;
  if (isClosed && (outcome === 'withdrawn' || outcome === 'rejected')) return { outcome, resolvedOn: null };
  const hasResult = resultOn !== null && resultOn <= day;
  const resolvedOn = hasResult ? resultOn : isClosed && outcome === 'handed_over' ? closedOn : null;
  if (resolvedOn === null) {
    if (isWaiting(line, endOf(day))) return { outcome: 'waitingForSupplement', resolvedOn };
    return { outcome: judgedDate !== null && judgedDate < day ? 'openLate' : 'openOnTime', resolvedOn };
  }
  const isLate = hasResult ? late === true : judgedDate !== null && resolvedOn > judgedDate;
  if (isLate) return { outcome: 'resolvedLate', resolvedOn };
  return { outcome: judgedDate !== null && resolvedOn < judgedDate ? 'resolvedEarly' : 'resolvedOnTime', resolvedOn };
}

/** A round that does not stop the clock (requirements §5.3) is known only while it lasts. */
function isWaiting({ waitingSince, stops }: DossierLine, moment: Instant): boolean {
  return (waitingSince !== null && waitingSince < moment) || stops.some(({ from, to }) => from < moment && (to === null || to >= moment));
}

type IsWithin = (day: LocalDate) => boolean;

/** An apology counts on its eve, with what has become of it by now. */
function apologyPart({ notice, status }: LedgerNotice, { resultOn }: DossierLine, isWithin: IsWithin): Part[] {
  if (notice.kind !== 'apology' || !isWithin(eveOf(notice.dueDate))) return [];
  if (status === 'missed') return [{ sums: { apologiesMissed: 1 } }];
  if (status !== 'sent' && status !== 'delivered') return [];
  const isNeedless = resultOn !== null && resultOn <= notice.dueDate; // the result was ready on that day after all
  return [{ sums: { apologiesSent: 1, apologiesFalse: isNeedless ? 1 : 0 } }];
}

/** A notice counts on the last day on which its citizen was to be told, as soon as that day is over. */
function toldPart(row: LedgerNotice, facts: StatisticsFacts, isWithin: IsWithin, today: LocalDate): Part[] {
  const { notice, status, key, decidedAt, settledAt } = row;
  const lastDay = notice.kind === 'apology' ? notice.dueDate : plusDays(dateOf(decidedAt), 1);
  const wasToBeTold = status !== 'superseded' && (status !== 'skipped' || lackedPhone(row));
  if (!wasToBeTold || !isWithin(lastDay) || lastDay >= today) return [];
  const end = endOf(lastDay);
  const wasTold =
    (status === 'delivered' && settledAt !== null && settledAt < end) ||
    facts.informed.some((informed) => informed.notice === key && informed.at < end) ||
    facts.answeredAt.some((at) => at >= decidedAt && at < end);
  return [{ sums: { toBeTold: 1, toldInTime: wasTold ? 1 : 0 } }];
}

function eveOf(dueDate: LocalDate): LocalDate {
  return plusDays(dueDate, -1);
}
