import { inspect, isDeepStrictEqual } from 'node:util';
import type { DossierLine } from '../../src/domain/dossier-line.ts';
import type { Dossier, Registration } from '../../src/domain/dossier.ts';
import { day } from '../support/dossiers.ts';
import { LATE, onTimeText } from '../../src/domain/on-time.ts';
import type { Clerk } from './clerk.ts';
import { dayAfter, dayOf, isAtResult, isAwaitingAtCounter, isLateOn, shown, type Picture } from './picture.ts';
import type { Surroundings } from './world.ts';

/** What the workflow did to the world is what the clerk would have done. @throws where it is not */
export function compareDoings(clerk: Clerk, { ledger, received }: Surroundings, isOver: boolean): void {
  const lines = [...ledger].map(
    ([key, { status, reason }]) => `${key}: ${OPEN.includes(status) ? 'open' : [status, reason].filter(Boolean).join(' ')}`,
  );
  const keys = received.map(({ key }) => key);
  same('the ledger', lines.sort(), clerk.ledger());
  same('what was handed over', keys.toSorted(), clerk.told().toSorted());
  same('over', isOver, clerk.isOver());
  for (const { key, decidedAt } of received) {
    const [kind, date = ''] = key.split('/');
    if (kind === 'apology' && decidedAt < clerk.eveOf(date))
      throw new Error(`${key} left ${new Date(decidedAt).toISOString()}, before its eve`);
  }
}

const OPEN: readonly string[] = ['created', 'sending'];

/** What an inquiry is told is what the clerk reads in what has reached the workflow. @throws where it is not */
export function compareAnswer(dossier: Dossier, page: Picture, { policy }: Registration, today: string): void {
  const answer = {
    step: dossier.step,
    state: dossier.state,
    originalDueDate: dossier.originalDueDate,
    dueDate: dossier.dueDate,
    judgedDate: dossier.judgedDate,
    results: dossier.result.round,
    supplements: dossier.supplement.round,
    closed: dossier.closed?.outcome,
    seq: dossier.seq,
  };
  same('the answer', answer, {
    step: shown(page.step),
    state: page.state === null ? null : shown(page.state),
    originalDueDate: page.originalDueDate,
    dueDate: page.dueDate,
    judgedDate: page.judgedDate,
    results: page.arrivals.length,
    supplements: page.supplements.length,
    closed: page.closed?.outcome,
    seq: page.seq,
  });
  const days = [0, 1, 2, 5, 30].map((days) => dayAfter(today, days));
  same(
    'late on those days',
    days.filter((each) => onTimeText(dossier, day(each)) === LATE),
    days.filter((each) => isLateOn(page, each, policy.supplementStopsClock)),
  );
}

/** Quality I8 what lists and statistics read is what the clerk reads in the journal. @throws where it is not */
export function compareLine(line: DossierLine, page: Picture, { policy }: Registration, today: string): void {
  const arrival = isAtResult(page) ? page.arrivals.at(-1) : undefined;
  const read = {
    seq: line.seq,
    step: line.step,
    state: line.state,
    originalDueDate: line.originalDueDate,
    dueDate: line.dueDate,
    judgedDate: line.judgedDate,
    resultOn: line.resultOn,
    waits: line.waitingSince !== null,
    isStopped: line.stoppedSince !== null,
    stops: line.stops.length,
    closedOn: line.closedOn,
    outcome: line.outcome,
    reappointments: line.reappointments,
  };
  const waits = page.closed === null && isAwaitingAtCounter(page);
  same('the line', read, {
    seq: page.seq,
    step: shown(page.step),
    state: page.state === null ? null : shown(page.state),
    originalDueDate: page.originalDueDate,
    dueDate: page.dueDate,
    judgedDate: page.judgedDate,
    resultOn: arrival ? dayOf(arrival.at) : null,
    waits,
    isStopped: waits && policy.supplementStopsClock,
    stops: policy.supplementStopsClock ? page.supplements.length : 0,
    closedOn: page.closed ? dayOf(page.closed.at) : null,
    outcome: page.closed?.outcome ?? null,
    reappointments: page.reappointments,
  });
  const days = [0, 1, 2, 5, 30].map((days) => dayAfter(today, days));
  same(
    'late in lists on those days',
    days.filter((each) => line.late ?? (line.judgedDate !== null && line.judgedDate < each)),
    days.filter((each) => isLateOn(page, each, policy.supplementStopsClock)),
  );
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: the product says ${inspect(actual, INSPECT)}, the requirements ${inspect(expected, INSPECT)}`);
}

const INSPECT = { depth: 5, breakLength: 160 };
