import { apologyInstant, stoppedSince, whyNoApology } from './apology.ts';
import { dateOf, daysBetween, instantOf, plusDays, type Instant, type LocalDate } from './calendar.ts';
import { latestDossier, replayStates, type DossierStates } from './dossier-states.ts';
import { clockOf, type CLOCKS, type Dossier, type DossierEvent, type Outcome, type Registration } from './dossier.ts';
import { nameKey } from './fixed-names.ts';
import { settledLateness } from './on-time.ts';
import { codeKey, type CodeKey } from './receipt-code.ts';

/** What a journal comes to for lists and reports (architecture §2.3). What depends on the day of reading is not here. */
export type DossierLine = {
  readonly codeKey: CodeKey;
  readonly seq: number;
  readonly agency: string;
  readonly procedureCode: string;
  readonly receivedOn: LocalDate;
  readonly step: string;
  /** One text for all spellings of the step, by which it is filtered (requirements §4.3). */
  readonly stepKey: string;
  readonly state: string | null;
  readonly stateKey: string | null;
  readonly dueDate: LocalDate | null;
  readonly originalDueDate: LocalDate | null;
  readonly judgedDate: LocalDate | null;
  readonly clock: (typeof CLOCKS)[number];
  /** Since when papers are awaited at the counter (requirements §5.2); null once the dossier is closed. */
  readonly waitingSince: Instant | null;
  /** Since when the clock is stopped; null while it is not. */
  readonly stoppedSince: Instant | null;
  /** In the stops that have ended, in calendar days. */
  readonly daysStopped: number;
  readonly resultOn: LocalDate | null;
  /** Null while each day may change it: then the dossier is late from the day after the judged date on. */
  readonly late: boolean | null;
  readonly closed: boolean;
  readonly closedOn: LocalDate | null;
  readonly outcome: Outcome | null;
  readonly reappointments: number;
  /** The instant of the apology for the date in force, as long as it is called for; it may be past. */
  readonly apologyAt: Instant | null;
  readonly stops: readonly Stop[];
  readonly eves: readonly Eve[];
};

/** A time during which the clock was stopped; `to` is null while it is. */
export type Stop = { readonly from: Instant; readonly to: Instant | null };

/**
 * Whether the apology for a due date was called for at 15:00 of its eve and at its instant, by what was recorded before (requirements
 * §8.6). Null: nothing was recorded since that moment, so that what is in force now was in force then.
 */
export type Eve = { readonly dueDate: LocalDate; readonly calledAtThree: boolean | null; readonly calledAtInstant: boolean | null };

export function dossierLine(registration: Registration, events: readonly DossierEvent[]): DossierLine {
  const states = replayStates(registration, events);
  const dossier = latestDossier(states);
  const { agency, procedure, receivedAt, step, state, dueDate, originalDueDate, judgedDate, closed } = dossier;
  const stops = stopsOf(states, events);
  return {
    codeKey: codeKey(dossier.receiptCode),
    seq: events.at(-1)?.seq ?? 0,
    agency,
    procedureCode: procedure.code,
    receivedOn: dateOf(receivedAt),
    step,
    stepKey: nameKey(step),
    state,
    stateKey: state === null ? null : nameKey(state),
    dueDate,
    originalDueDate,
    judgedDate,
    clock: clockOf(dossier),
    waitingSince: closed === null ? dossier.supplement.openSince : null,
    stoppedSince: stoppedNow(dossier),
    daysStopped: stops.reduce((days, { from, to }) => days + (to === null ? 0 : daysStopped(from, to)), 0),
    resultOn: dossier.result.at && dateOf(dossier.result.at),
    late: settledLateness(dossier),
    closed: closed !== null,
    closedOn: closed && dateOf(closed.at),
    outcome: closed && closed.outcome,
    reappointments: dossier.reappointments,
    apologyAt: calledForNow(dossier),
    stops,
    eves: evesOf(states),
  };
}

function stopsOf(states: DossierStates, events: readonly DossierEvent[]): readonly Stop[] {
  const stops: Stop[] = [];
  for (const [index, { dossier }] of states.entries()) {
    const [since, last] = [stoppedNow(dossier), stops.at(-1)];
    const isOpen = last !== undefined && last.to === null;
    if (isOpen && last.from !== since) stops[stops.length - 1] = { from: last.from, to: events[index - 1]?.occurredAt ?? last.from };
    if (since !== null && !(isOpen && last.from === since)) stops.push({ from: since, to: null });
  }
  return stops;
}

/** An event that says it happened earlier than the stop began counts nothing. */
function daysStopped(from: Instant, to: Instant): number {
  return Math.max(0, daysBetween(dateOf(from), dateOf(to)));
}

function stoppedNow(dossier: Dossier): Instant | null {
  return dossier.closed === null ? stoppedSince(dossier) : null;
}

/** The apology that is called for by what stands now, unless its eve was judged otherwise (requirements §5.3). */
function calledForNow(dossier: Dossier): Instant | null {
  const { judgedEve, dueDate } = dossier;
  if (judgedEve !== null && judgedEve.dueDate === dueDate && judgedEve.reason !== null) return null;
  return whyNoApology(dossier) === null ? apologyInstant(dossier) : null;
}

/** The eves of which something recorded later can no longer change the judgement, oldest first. */
export function evesOf(states: DossierStates): readonly Eve[] {
  const instants = new Map<LocalDate, Instant>();
  for (const { dossier } of states) {
    const instant = apologyInstant(dossier);
    if (instant !== null && dossier.dueDate !== null) instants.set(dossier.dueDate, instant);
  }
  return [...instants].flatMap(([dueDate, instant]) => eveOf(states, dueDate, instant)).toSorted(byDueDate);
}

/** None while nothing is judged, and none for a date that was no longer in force, or not yet, when it would have been. */
function eveOf(states: DossierStates, dueDate: LocalDate, instant: Instant): Eve[] {
  const three = instantOf(plusDays(dueDate, -1), 15 * 3600);
  const moments = [three < instant ? three : instant, instant].map((moment) => {
    const index = states.findIndex(({ from }) => from >= moment); // the first event that comes too late to count
    const then = states[index - 1]?.dossier;
    return { isJudged: index >= 0, inForce: then?.dueDate === dueDate, called: then?.dueDate === dueDate && calledForNow(then) !== null };
  });
  const [atThree, atInstant] = moments;
  if (!atThree || !atInstant || !moments.some(({ isJudged, inForce }) => isJudged && inForce)) return [];
  return [
    { dueDate, calledAtThree: atThree.isJudged ? atThree.called : null, calledAtInstant: atInstant.isJudged ? atInstant.called : null },
  ];
}

function byDueDate(left: Eve, right: Eve): number {
  return left.dueDate < right.dueDate ? -1 : 1;
}
