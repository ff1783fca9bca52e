import { dateOf, epochMs, instantAt, instantOf, plusDays, type Instant, type LocalDate } from '../../../src/domain/calendar.ts';
import type { DossierEvent } from '../../../src/domain/dossier.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, RESULT_STEP } from '../../../src/domain/fixed-names.ts';
import { APPRAISED, ASSIGNED, SUBMITTED, WORKING, type Procedure } from './office.ts';
import type { Random } from './random.ts';

const DAY_MS = 86_400_000;

export type Act = { readonly atMs: number; readonly type: DossierEvent['type']; readonly body: Readonly<Record<string, string>> };
export type Life = { readonly receivedAt: Instant; readonly dueDate: LocalDate | null; readonly acts: readonly Act[] };

/** What happens to a dossier until `now`, each act within office hours. */
export function liveOn(random: Random, procedure: Procedure, receivedMs: number, now: Instant): Life {
  const receivedAt = instantAt(Math.min(inOfficeHours(receivedMs), epochMs(now) - 60_000));
  const dueDate = procedure.sameDay || random.chance(0.99) ? plusDays(dateOf(receivedAt), procedure.termDays) : null;
  const acts: Act[] = [];
  for (const act of planOf(random, procedure, epochMs(receivedAt), dueDate)) {
    const soonest = (acts.at(-1)?.atMs ?? epochMs(receivedAt)) + 1000;
    acts.push({ ...act, atMs: Math.max(soonest, inOfficeHours(act.atMs)) });
  }
  return { receivedAt, dueDate, acts: acts.filter(({ atMs }) => atMs < epochMs(now)) };
}

/** In order. One in twelve lacks papers, one in 25 gets a new date, one in 8 is late, one in 20 ends without a result. */
function* planOf(random: Random, { termDays }: Procedure, receivedMs: number, dueDate: LocalDate | null): Generator<Act> {
  const share = random.chance(0.12) ? 1.03 + random.next() * 0.4 : 0.4 + random.next() * 0.57;
  const stayMs = Math.max(termDays * share, 0.1) * DAY_MS;
  let [waitedMs, due] = [0, dueDate];
  const at = (part: number) => receivedMs + waitedMs + stayMs * part;
  const progress = (part: number, body: Act['body']): Act => ({ atMs: at(part), type: 'progress', body });
  const reschedule = (part: number, days: number, reason: string): Act[] => {
    waitedMs += days * DAY_MS;
    if (due === null) return [];
    due = plusDays(due, days);
    return [{ atMs: at(part), type: 'reschedule', body: { dueDate: due, reason } }];
  };

  yield progress(0.02, { step: ASSIGNED, state: WORKING });
  yield progress(0.2, { step: APPRAISED });
  if (random.chance(0.08)) {
    yield progress(0.3, { step: ONE_STOP_STEP, state: AWAITING_SUPPLEMENT, note: 'Thiếu bản sao có chứng thực' });
    const days = 2 + random.below(14);
    waitedMs += days * DAY_MS;
    yield progress(0.3, { step: APPRAISED, state: WORKING });
    waitedMs -= days * DAY_MS;
    yield* reschedule(0.3, days, 'supplement');
  }
  if (random.chance(0.01)) yield { atMs: at(0.4), type: 'contact', body: { phone: 'given' } };
  if (random.chance(0.05)) return yield { atMs: at(0.5), type: 'close', body: { outcome: random.chance(0.6) ? 'withdrawn' : 'rejected' } };
  yield progress(0.75, { step: SUBMITTED });
  if (random.chance(0.04)) yield* reschedule(0.9, 5, 'reappointment');
  yield progress(1, { step: RESULT_STEP });
  yield { atMs: at(1) + random.next() * 6 * DAY_MS, type: 'close', body: { outcome: 'handed_over' } };
}

/** From 7:30 to 17:00 of the same day, in the same order. */
function inOfficeHours(ms: number): number {
  const midnight = epochMs(instantOf(dateOf(instantAt(ms)), 0));
  return Math.floor(midnight + 27_000_000 + ((ms - midnight) / DAY_MS) * 34_200_000);
}
