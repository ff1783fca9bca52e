import { setTimeout as sleep } from 'node:timers/promises';
import { inspect, isDeepStrictEqual } from 'node:util';
import { dossierLine } from '../../src/domain/dossier-line.ts';
import { fold, type DossierEvent } from '../../src/domain/dossier.ts';
import { ASK_AGAIN_MS, hireClerk, TRY_AGAIN_MS } from './clerk.ts';
import { compareAnswer, compareDoings, compareLine } from './compare.ts';
import type { Happening, Life, Word } from './life.ts';
import { eventOf, registrationOf } from './papers.ts';
import { dayOf, pictureOf } from './picture.ts';
import { realDossier, type PendingOrder } from './real-dossier.ts';
import { clearOf, MINUTE_MS, targetOf } from './timetable.ts';
import { surroundingsOf, type World } from './world.ts';

/**
 * Lives one life on the real workflow. After each thing that happens, it compares what became of it with the clerk.
 * @throws where they differ
 */
export async function play(world: World, life: Life): Promise<void> {
  const stage = openStage(world, life);
  try {
    for (const [index, happening] of life.happenings.entries()) {
      if (index === life.downFor) await stage.begin();
      await stage.act(happening);
    }
    await stage.finish();
  } finally {
    stage.leave();
  }
}

/** How long after the eve an apology that the gateway holds is checked, in real ms: short, but longer than a busy machine is late. */
const HELD_MS = 3000;
/** How long the server may owe a timer, or what comes of it, real time. */
const TIMER_WITHIN_MS = 90_000;

function openStage(world: World, life: Life) {
  const registration = registrationOf(life);
  const here = surroundingsOf(world, registration, life.phone);
  const dossier = realDossier(world, registration);
  const clerk = hireClerk(registration);
  clerk.phone(life.phone);
  const late: DossierEvent[] = [];
  const undelivered = new Set<number>();
  let isUp = false;
  let isOver = false;

  const isWaiting = (pending: readonly PendingOrder[]) =>
    here.gateway === 'holds'
      ? pending.length === here.held.length
      : pending.every(({ isRunning, attempt }) => here.gateway === 'is away' && !isRunning && attempt > 1);

  async function compare(): Promise<void> {
    if (!isUp) return;
    const until = Date.now() + TIMER_WITHIN_MS;
    for (;;) {
      if (!isOver) isOver = await dossier.quiet(isWaiting);
      try {
        return compareDoings(clerk, here, isOver);
      } catch (error) {
        if (isOver || Date.now() > until || !(await dossier.goesOn())) throw error;
        await sleep(100);
      }
    }
  }

  async function tell(...events: readonly DossierEvent[]): Promise<void> {
    if (!isUp || isOver || events.length === 0) return;
    await dossier.signal(events);
    for (const { seq } of events) undelivered.delete(seq);
    clerk.hear(undelivered.size === 0 ? here.journal.length : Math.min(...undelivered) - 1);
    await compare();
  }

  /** In the journal, where everyone who looks sees it. */
  function record(word: Word, recordedMs: number): DossierEvent {
    const event = eventOf(word, here.journal.length + 1, recordedMs);
    here.journal.push(event);
    clerk.record(event);
    undelivered.add(event.seq);
    if (word.type === 'contact') {
      here.phone = word.usable;
      clerk.phone(word.usable);
    }
    return event;
  }

  /** Nothing is accepted after a close (requirements §4.7). */
  const isRefused = () => clerk.recorded().closed !== null;

  async function pass(wantedMs: number, isExact = false): Promise<void> {
    const untilMs = isExact ? wantedMs : clearOf(clerk.busySpans(), wantedMs);
    if (isUp && !isOver) await dossier.fastForward(untilMs);
    clerk.pass(untilMs);
    await compare();
  }

  async function letGo(): Promise<void> {
    if (here.gateway !== 'holds') return;
    here.gateway = 'takes';
    for (const answer of here.held.splice(0)) answer();
    clerk.letGo();
    await compare();
  }

  async function setGateway(mood: Life['happenings'][number] & { do: 'gateway' }): Promise<void> {
    await letGo();
    const wasAway = here.gateway === 'is away';
    const first = wasAway && mood.mood === 'holds' ? 'takes' : mood.mood;
    here.gateway = first;
    clerk.gateway(first);
    if (wasAway) await pass(clerk.now() + TRY_AGAIN_MS + 2 * ASK_AGAIN_MS); // tried again, and asked again what is uncertain then
    here.gateway = mood.mood;
    clerk.gateway(mood.mood);
  }

  /** The instant of the eve that is still to come, with all of its spread. */
  function nextEve(): number | null {
    const { dueDate } = clerk.recorded();
    const eveMs = dueDate === null ? 0 : clerk.eveOf(dueDate);
    return eveMs > clerk.now() + 20 * MINUTE_MS ? eveMs : null;
  }

  /** Nothing else happens by itself before. */
  const isNext = (moment: number) => clerk.busySpans().every(([from]) => from < clerk.now() || from >= moment);

  async function act(happening: Happening): Promise<void> {
    switch (happening.do) {
      case 'say': {
        if (isRefused()) return;
        const event = record(happening.word, clerk.now());
        if (happening.delivery === 'late') return void late.push(event);
        await tell(event, ...(happening.delivery === 'twice' ? [event] : []));
        return happening.delivery === 'twice' ? tell(event) : undefined;
      }
      case 'say at the eve': {
        const eveMs = nextEve();
        if (isRefused() || eveMs === null) return;
        await letGo();
        await pass(eveMs - 10 * MINUTE_MS);
        if (clerk.now() >= eveMs) return; // it had to keep clear of something else
        const recordedMs = happening.moment === 'before' ? eveMs - 1 : eveMs + 1 + registration.policy.apologySpreadMs;
        const isSeen = happening.moment !== 'after';
        const seen = isSeen ? record(happening.word, recordedMs) : undefined;
        await pass(eveMs + 10 * MINUTE_MS);
        return tell(seen ?? record(happening.word, recordedMs));
      }
      case 'pass': {
        const eveMs = nextEve();
        if (
          happening.to === 'after the eve' &&
          here.gateway === 'holds' &&
          here.held.length === 0 &&
          eveMs !== null &&
          !life.spread &&
          isNext(eveMs)
        )
          return pass(eveMs + HELD_MS, true);
        await letGo();
        return pass(targetOf(happening.to, clerk.now(), eveMs, clerk.recorded().dueDate));
      }
      case 'gateway':
        return setGateway(happening);
      case 'deliver': {
        const events = late.splice(0).toReversed();
        if (happening.order === 'reversed') return tell(...events);
        for (const event of events) for (const again of [event, event]) await tell(again);
        return tell(...here.journal.slice(0, 1));
      }
      case 'inquire':
        return inquire();
      case 'kill':
        return world.kill();
    }
  }

  async function inquire(): Promise<void> {
    const today = dayOf(new Date(clerk.now()).toISOString());
    compareLine(dossierLine(registration, here.journal), pictureOf(registration, here.journal), registration, today);
    if (isUp) compareAnswer(await dossier.status(), clerk.known(), registration, today);
  }

  /** Temporal is there, and hears what was recorded. */
  async function begin(): Promise<void> {
    if (isUp) return;
    await letGo(); // its clock would stand until the answer
    isUp = true;
    await dossier.start(clerk.now());
    const waiting = here.journal.filter((event) => undelivered.has(event.seq) && !late.includes(event));
    clerk.wake();
    await compare();
    await tell(...waiting);
  }

  return {
    begin,
    act,
    /** Nothing is kept waiting that nobody comes back to. */
    leave() {
      here.gateway = 'takes';
      for (const answer of here.held.splice(0)) answer();
    },
    async finish() {
      await begin();
      await letGo();
      await tell(...late.splice(0).toReversed());
      await setGateway({ do: 'gateway', mood: 'takes' });
      await inquire();
      const answered = await dossier.status();
      const folded: unknown = JSON.parse(JSON.stringify(fold(registration, here.journal)));
      if (!isDeepStrictEqual(answered, folded))
        throw new Error(`I5: the workflow has ${inspect(answered)}, the journal ${inspect(folded)}`);
      if (here.archived !== (isRefused() ? 1 : 0)) throw new Error(`archived ${here.archived} times`);
    },
  };
}
