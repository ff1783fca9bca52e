/**
 * Requirements §4 and §6 as a clerk with a ledger would do them by hand: from the first entry to the last, every time anew. It knows
 * nothing of `src/domain`, not even its calendar, so the two can only agree when both say what the requirements say.
 */
export function pictureOf(registration: Registered, events: readonly Recorded[]): Picture {
  const page = firstPage(registration);
  for (const event of events) enter(page, event);
  return page;
}

export type Registered = {
  readonly receivedAt: string;
  readonly recordedAt: string;
  readonly dueDate: string | null;
  readonly step: string;
  readonly procedure: { readonly sameDay: boolean };
  readonly policy: { readonly apologySecond: number; readonly supplementStopsClock: boolean };
};

export type Recorded = { readonly seq: number; readonly recordedAt: string; readonly occurredAt: string } & (
  | { readonly type: 'progress'; readonly step?: string | undefined; readonly state?: string | undefined }
  | { readonly type: 'reschedule'; readonly dueDate: string; readonly reason: string }
  | { readonly type: 'contact' }
  | { readonly type: 'informed' }
  | { readonly type: 'close'; readonly outcome: string }
);

export type Picture = {
  step: string;
  state: string | null;
  originalDueDate: string | null;
  dueDate: string | null;
  /** When the date in force was recorded. */
  dueSince: string;
  judgedDate: string | null;
  /** One entry an arrival at `Trả kết quả`. */
  arrivals: { readonly at: string; readonly late: boolean }[];
  /** One entry a supplement round: the day it began. */
  supplements: { readonly since: string }[];
  /** Requirements §4.10. */
  reappointments: number;
  closed: { readonly outcome: string; readonly at: string } | null;
  /** The last instant that was given for a progress that counted; empty before. */
  lastGiven: string;
  seq: number;
};

const RESULT = 'tra ket qua';
const COUNTER = 'bo phan mot cua';
const AWAITING = 'cho bo sung';
/** Requirements §4.3 the spelling in which each fixed name is shown. */
const SHOWN: Readonly<Record<string, string>> = { [RESULT]: 'Trả kết quả', [COUNTER]: 'Bộ phận Một cửa', [AWAITING]: 'Chờ bổ sung' };

/** Requirements §4.3 letter by letter: what is not seen, not said or not a letter of the name at its ends does not count. */
export function folded(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}"'“”‘’«»„‟‚‛′″]/gu, '');
  const words = letters.replaceAll('đ', 'd');
  return words
    .split(/[\s\p{Cc}]+/u)
    .join(' ')
    .replace(/^[\p{P}\s]+/u, '')
    .replace(/[\p{P}\s]+$/u, '');
}

/** Requirements §4.3 how it is kept and shown. */
export function shown(name: string): string {
  return (
    SHOWN[folded(name)] ??
    name
      .normalize('NFC')
      .replace(/^[\s\p{Cf}]+/u, '')
      .replace(/[\s\p{Cf}]+$/u, '')
  );
}

/** Requirements §4.7 whether a dossier that has so many events takes this one, on top of what it knows by then. */
export function takes(count: number, page: Picture, event: Recorded): boolean {
  if (page.closed !== null) return false;
  if (count < 1900) return true;
  const arrivals = page.arrivals.length;
  const after: Picture = { ...page, arrivals: [...page.arrivals], supplements: [...page.supplements] };
  enter(after, event);
  const isKeptFor = event.type !== 'progress' || after.arrivals.length > arrivals;
  return isKeptFor && (count < 1999 || (count === 1999 && event.type === 'close'));
}

export const isAtResult = ({ step }: Pick<Picture, 'step'>) => folded(step) === RESULT;

/** Requirements §5.2 both, whichever came second. */
export const isAwaitingAtCounter = ({ step, state }: Pick<Picture, 'step' | 'state'>) =>
  folded(step) === COUNTER && state !== null && folded(state) === AWAITING;

/**
 * Requirements §6: what M4 says on a day from today on. While the clock is stopped that day counts, and after the close the day of the
 * close.
 */
export function isLateOn(page: Picture, today: string, supplementStopsClock: boolean): boolean {
  if (isAtResult(page)) return page.arrivals.at(-1)?.late === true;
  if (page.judgedDate === null) return false;
  const stopped = supplementStopsClock && isAwaitingAtCounter(page) ? page.supplements.at(-1)?.since : undefined;
  const closed = page.closed === null ? undefined : dayOf(page.closed.at);
  return (stopped ?? closed ?? today) > page.judgedDate;
}

const VIET_NAM_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

/** The day an instant falls on in Viet Nam. */
export const dayOf = (instant: string): string => new Date(Date.parse(instant) + VIET_NAM_MS).toISOString().slice(0, 10);
/** Epoch milliseconds of a second of a day in Viet Nam. */
export const momentOf = (day: string, second = 0): number => Date.parse(`${day}T00:00:00.000Z`) - VIET_NAM_MS + second * 1000;
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);

function firstPage({ step, dueDate, receivedAt, recordedAt }: Registered): Picture {
  const page: Picture = {
    step,
    state: null,
    originalDueDate: dueDate,
    dueDate,
    dueSince: recordedAt,
    judgedDate: dueDate,
    arrivals: [],
    supplements: [],
    reappointments: 0,
    closed: null,
    lastGiven: '',
    seq: 0,
  };
  if (isAtResult(page)) page.arrivals.push({ at: receivedAt, late: isAfter(receivedAt, page.judgedDate) });
  return page;
}

/** Requirements §4.4 it was given an instant, and one that counted was given a later one. */
export function isOvertaken(page: Picture, { type, occurredAt, recordedAt }: Recorded): boolean {
  return type === 'progress' && occurredAt !== recordedAt && page.lastGiven > occurredAt;
}

function enter(page: Picture, event: Recorded): void {
  page.seq = event.seq;
  switch (event.type) {
    case 'contact':
    case 'informed':
      return;
    case 'close':
      page.closed = { outcome: event.outcome, at: event.occurredAt };
      return;
    case 'reschedule':
      if (page.dueDate !== event.dueDate) page.dueSince = event.recordedAt;
      page.dueDate = event.dueDate;
      if (event.reason === 'reappointment') page.reappointments += 1;
      else page.judgedDate = event.dueDate;
      return;
    case 'progress':
      if (!isOvertaken(page, event)) move(page, event);
  }
}

function move(page: Picture, { step, state, occurredAt, recordedAt }: Recorded & { readonly type: 'progress' }): void {
  const before = { result: isAtResult(page), counter: isAwaitingAtCounter(page) };
  if (occurredAt !== recordedAt) page.lastGiven = occurredAt;
  if (step !== undefined) page.step = step;
  if (state !== undefined) page.state = state;
  const arrives = isAtResult(page) && !before.result;
  if (arrives && page.state !== null && folded(page.state) === AWAITING) page.state = null;
  if (arrives) page.arrivals.push({ at: occurredAt, late: isAfter(occurredAt, page.judgedDate) });
  if (isAwaitingAtCounter(page) && !before.counter) page.supplements.push({ since: dayOf(occurredAt) });
}

const isAfter = (instant: string, day: string | null): boolean => day !== null && dayOf(instant) > day;
