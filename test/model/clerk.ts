import { dayAfter, isAtResult, isAwaitingAtCounter, momentOf, pictureOf, type Picture, type Recorded, type Registered } from './picture.ts';

export const GATEWAYS = ['takes', 'is away', 'rejects', 'is unsure', 'loses answers', 'holds'] as const;
/** What the gateway does with a hand-over; `holds` answers only when it is let go. */
export type GatewayMood = (typeof GATEWAYS)[number];

export const TRY_AGAIN_MS = 60 * 60_000;
export const ASK_AGAIN_MS = 15 * 60_000;
const GIVE_UP_MS = 72 * 3_600_000;

type Word = { readonly key: string; readonly kind: 'result' | 'supplement' | 'apology'; readonly round: number; readonly day: string };
type Entry = Word & {
  end: string | null;
  handedOver: boolean;
  /** So much was heard when it was not true by that, but true by what was recorded. */
  heardWhenSuspended: number | null;
  isRecorded: boolean;
  /** While it cannot be handed over. */
  nextTry: number | null;
  giveUpAt: number;
  /** Requirements §5.6 of one that is uncertain. */
  askAgainAt: number | null;
  again: boolean;
};

type Facts = { now: number; heard: number; awake: boolean; over: boolean; gateway: GatewayMood; phone: boolean };

/**
 * Requirements §5 as a clerk would follow them by hand, who never sleeps: told of each thing that happens, he says what must have become of
 * every notice by now. The journal holds all that was recorded; `heard` is how much of it has reached the dossier's workflow.
 */
export function hireClerk(registration: Registered) {
  const journal: Recorded[] = [];
  const ledger: Entry[] = [];
  /** Keys in the order they were handed over. */
  const told: string[] = [];
  const facts: Facts = {
    now: Date.parse(registration.recordedAt),
    heard: 0,
    awake: false,
    over: false,
    gateway: 'takes',
    phone: true,
  };
  const { apologySecond, supplementStopsClock } = registration.policy;

  const known = (): Picture => pictureOf(registration, journal.slice(0, facts.heard));
  const recorded = (): Picture => pictureOf(registration, journal);
  const recordedBefore = (ms: number): readonly Recorded[] => journal.filter((event) => Date.parse(event.recordedAt) < ms);
  const eveOf = (day: string) => momentOf(dayAfter(day, -1), apologySecond);
  const endOf = (day: string) => momentOf(dayAfter(day, 1));

  /** Why one is not to be sent, by what a picture knows; null when it is. */
  function whyNot(word: Word, page: Picture): string | null {
    if (registration.procedure.sameDay) return 'skipped same_day';
    if (word.kind === 'apology') return whyNoApology(word.day, page);
    const isOver = word.kind === 'result' ? !isAtResult(page) : !isAwaitingAtCounter(page);
    const rounds = word.kind === 'result' ? page.arrivals.length : page.supplements.length;
    if (isOver || word.round < rounds) return `superseded ${word.kind === 'result' ? 'left_result_step' : 'supplement_ended'}`;
    return page.closed === null ? null : 'superseded closed';
  }

  /** Requirements §5.3: true at the eve by what was recorded before it, and still true now, and the due date not over. */
  function whyNoApology(day: string, page: Picture): string | null {
    if (page.dueDate !== day) return 'superseded rescheduled'; // of several true reasons any will do; this is the one of the date itself
    if (!wasInForceAtEve(day, page)) return 'superseded known_too_late';
    const eve = pictureOf(registration, recordedBefore(eveOf(day)).slice(0, page.seq));
    const atTheEve = eve.dueDate === day ? untrue(eve) : null;
    if (atTheEve !== null) return `skipped ${atTheEve}`;
    const nowUntrue = untrue(page);
    if (nowUntrue !== null) return `superseded ${nowUntrue}`;
    return facts.now >= endOf(day) ? 'missed due_date_over' : null;
  }

  function untrue(page: Picture): string | null {
    if (page.closed !== null) return 'closed';
    if (isAtResult(page)) return 'result_ready';
    return supplementStopsClock && isAwaitingAtCounter(page) ? 'clock_stopped' : null;
  }

  /** Every notice the picture has called for by now. */
  function calledFor(page: Picture): readonly Word[] {
    const rounds = (kind: 'result' | 'supplement', count: number): Word[] =>
      Array.from({ length: count }, (_, index) => ({ key: `${kind}/${index + 1}`, kind, round: index + 1, day: '' }));
    const inForce = page.dueDate !== null && facts.now >= eveOf(page.dueDate) && wasInForceAtEve(page.dueDate, page) ? [page.dueDate] : [];
    const apologies = [...replaced(page), ...inForce].map((day): Word => ({ key: `apology/${day}`, kind: 'apology', round: 0, day }));
    return [...rounds('result', page.arrivals.length), ...rounds('supplement', page.supplements.length), ...apologies];
  }

  /** Days that were in force at their eve and were then replaced: the decision not to send is recorded, too (requirements §5). */
  function replaced(page: Picture): readonly string[] {
    const named = journal.slice(0, page.seq).flatMap((event) => (event.type === 'reschedule' ? [event.dueDate] : []));
    return [...new Set([...(registration.dueDate === null ? [] : [registration.dueDate]), ...named])].filter((day) => {
      if (day === page.dueDate || facts.now < eveOf(day)) return false;
      const eve = pictureOf(registration, recordedBefore(eveOf(day)).slice(0, page.seq));
      return eve.dueDate === day && wasInForceAtEve(day, eve);
    });
  }

  /**
   * Requirements §5.3: a dossier that is registered or gets a new date after that instant gets no apology for that date. A same-day
   * procedure has no eve on which to decide.
   */
  function wasInForceAtEve(day: string, page: Picture): boolean {
    if (registration.procedure.sameDay) return false;
    return Date.parse(page.dueSince) <= eveOf(day);
  }

  /** One look at everything: what is no longer true ends, what is newly called for is told. */
  function look(): void {
    if (!facts.awake) return;
    const page = known();
    for (const entry of open().filter(({ heardWhenSuspended }) => heardWhenSuspended !== facts.heard)) {
      endIfUntrue(entry, whyNot(entry, page));
      if (entry.heardWhenSuspended !== null && entry.end === null && entry.heardWhenSuspended !== facts.heard) handOver(entry);
    }
    for (const word of calledFor(page)) {
      if (ledger.some(({ key }) => key === word.key)) continue;
      const waitsForApology = word.kind === 'result' && open().some(({ kind, handedOver }) => kind === 'apology' && handedOver);
      if (waitsForApology) continue; // requirements §5.3
      const giveUpAt = word.kind === 'apology' ? endOf(word.day) : facts.now + GIVE_UP_MS;
      const entry: Entry = {
        ...word,
        end: null,
        handedOver: false,
        heardWhenSuspended: null,
        isRecorded: false,
        nextTry: null,
        giveUpAt,
        askAgainAt: null,
        again: false,
      };
      ledger.push(entry);
      endIfUntrue(entry, whyNot(entry, page));
      if (entry.end === null && entry.heardWhenSuspended === null) handOver(entry);
    }
    if (page.closed !== null && open().length === 0) Object.assign(facts, { awake: false, over: true });
  }

  const open = () => ledger.filter(({ end }) => end === null);

  /** By what the workflow has heard; but where the journal knows better, what was not heard yet decides when it is heard. */
  function endIfUntrue(entry: Entry, why: string | null): void {
    if (why === null || entry.handedOver) return;
    const end = whyNot(entry, recorded());
    Object.assign(entry, {
      end,
      nextTry: null,
      heardWhenSuspended: end === null ? facts.heard : null,
      isRecorded: entry.isRecorded || end !== null,
    });
  }

  function handOver(entry: Entry): void {
    Object.assign(entry, { heardWhenSuspended: null, isRecorded: true });
    endIfUntrue(entry, whyNot(entry, recorded())); // the last look is into the journal itself (architecture §2.4)
    if (entry.end !== null) return;
    if (!facts.phone) return void (entry.end = 'skipped no_phone');
    switch (facts.gateway) {
      case 'takes':
      case 'loses answers':
        told.push(entry.key);
        entry.end = 'sent';
        break;
      case 'holds':
        told.push(entry.key);
        entry.handedOver = true;
        break;
      case 'is away':
        entry.nextTry = facts.now + TRY_AGAIN_MS;
        break;
      case 'rejects':
        entry.end = 'permanent_failure';
        break;
      case 'is unsure':
        told.push(entry.key);
        entry.end = 'uncertain';
        if (entry.kind !== 'apology' && !entry.again) entry.askAgainAt = facts.now + ASK_AGAIN_MS;
    }
    if (entry.end !== null) entry.nextTry = null;
  }

  /** What happens next without anybody saying anything. */
  function nextMoment(): { readonly at: number; readonly happen: () => void } | undefined {
    if (!facts.awake) return undefined;
    const tries = open().flatMap((entry) =>
      entry.nextTry === null
        ? []
        : [
            entry.nextTry < entry.giveUpAt
              ? { at: entry.nextTry, happen: () => handOver(entry) }
              : { at: entry.giveUpAt, happen: () => giveUp(entry) },
          ],
    );
    const repeats = ledger.flatMap((entry) => (entry.askAgainAt === null ? [] : [{ at: entry.askAgainAt, happen: () => askAgain(entry) }]));
    const day = known().dueDate;
    const eve = day === null || eveOf(day) <= facts.now ? [] : [{ at: eveOf(day), happen: () => {} }];
    return [...tries, ...repeats, ...eve].sort((one, other) => one.at - other.at)[0];
  }

  function giveUp(entry: Entry): void {
    Object.assign(entry, { nextTry: null, end: entry.kind === 'apology' ? 'missed due_date_over' : 'technical_failure out_of_time' });
  }

  /** Requirements §5.6 sent once more after 15 minutes, when it is still true. */
  function askAgain(entry: Entry): void {
    entry.askAgainAt = null;
    if (whyNot(entry, known()) !== null) return;
    Object.assign(entry, { end: null, again: true, giveUpAt: facts.now + GIVE_UP_MS });
    handOver(entry);
  }

  return {
    /** The next entry of the journal. */
    record: (event: Recorded) => void journal.push(event),
    /** The workflow could start: before, nothing runs. */
    wake() {
      facts.awake = true;
      look();
    },
    /** So much of the journal has reached the workflow without a gap. */
    hear(count: number) {
      facts.heard = count;
      look();
    },
    gateway: (mood: GatewayMood) => void (facts.gateway = mood),
    phone: (usable: boolean) => void (facts.phone = usable),
    /** What was held gets its answer. */
    letGo() {
      facts.gateway = 'takes';
      for (const entry of open().filter(({ handedOver }) => handedOver)) Object.assign(entry, { end: 'sent', handedOver: false });
      look();
    },
    pass(until: number) {
      for (let next = nextMoment(); next !== undefined && next.at <= until; next = nextMoment()) {
        facts.now = Math.max(facts.now, next.at);
        next.happen();
        look();
      }
      facts.now = until;
      look();
    },
    now: () => facts.now,
    /** Closed, and nothing is open any more. */
    isOver: () => facts.over,
    known,
    recorded,
    eveOf,
    endOf,
    told: () => told,
    /** `result/1: sent`, in the order of the keys. */
    ledger: () =>
      ledger
        .filter(({ isRecorded }) => isRecorded)
        .map(({ key, end }) => `${key}: ${end ?? 'open'}`)
        .sort(),
    /** Spans in which something may happen, so that a test stays out of them. A try that would come too late is not waited for. */
    busySpans(): readonly (readonly [number, number])[] {
      const at = (moment: number | null): (readonly [number, number])[] => (moment === null ? [] : [[moment, moment]]);
      const day = recorded().dueDate;
      return [
        ...open().flatMap(({ nextTry, giveUpAt }) => [...at(nextTry), [giveUpAt - TRY_AGAIN_MS, giveUpAt] as const]),
        ...ledger.flatMap(({ askAgainAt }) => at(askAgainAt)),
        ...(day === null ? [] : [...at(eveOf(day)), ...at(endOf(day))]),
      ];
    },
  };
}

export type Clerk = ReturnType<typeof hireClerk>;
