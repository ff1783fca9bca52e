import { printDate, readLocalDate } from '../../../domain/calendar.ts';
import type { DossierChange } from '../../../domain/dossier-changes.ts';
import { INFORMED_BY, OUTCOMES, RESCHEDULE_REASONS } from '../../../domain/dossier.ts';
import type { Explanation } from '../../../domain/explain.ts';
import { RESULT_STEP } from '../../../domain/fixed-names.ts';
import { readNoticeKey } from '../../../domain/notice-key.ts';
import { PHONE_PROBLEMS } from '../../../domain/phone.ts';
import type { LivedEvent } from '../../../services/read-dossier-life.ts';
import { printSecond } from '../moments.ts';
import { noticeName } from '../notice-name.ts';
import { CHANGE_WORDS, TIMELINE } from '../texts/dossier.ts';
import { INFORMED_BY_WORDS, PHONE_PROBLEM_WORDS, REASON_WORDS } from '../texts/words.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';
import { Explanations } from './explanations.tsx';

/** What was recorded: who, what, old → new, and the note. `why`: there is one where it changed nothing because it came too late. */
export function TimelineEvent({ event, why }: { readonly event: LivedEvent; readonly why: readonly Explanation[] }) {
  const { changes, body, actor, recordedAt, occurredAt } = event;
  const heading = headingOf(event, why.length > 0);
  const note = textIn(body, 'note');
  const [recorded, happened] = [printSecond(recordedAt), printSecond(occurredAt)];
  return (
    <>
      <h3 class="govuk-heading-s console-timeline__heading">{heading}</h3>
      {saidBy(event).map((line) => (
        <p class="govuk-body">{line}</p>
      ))}
      {changes.map((change) => (
        <Change change={change} sent={textIn(body, change.field)} />
      ))}
      {note !== null && <p class="govuk-body console-note">{TIMELINE.note(note)}</p>}
      <p class="govuk-body console-quiet">
        {recorded} · {TIMELINE.by(actor)}
        {happened !== recorded && ` · ${TIMELINE.happened(happened)}`}
      </p>
      <Explanations items={why} subject={heading} />
    </>
  );
}

function headingOf({ type, changes }: LivedEvent, isOvertaken: boolean): string {
  switch (type) {
    case 'register':
      return TIMELINE.registered;
    case 'progress': {
      if (isOvertaken) return TIMELINE.overtaken;
      const step = changes.find(({ field }) => field === 'step');
      if (step) return step.to === RESULT_STEP ? TIMELINE.arrived : TIMELINE.moved;
      return changes.length > 0 ? TIMELINE.newState : TIMELINE.unchanged;
    }
    case 'reschedule':
      return TIMELINE.rescheduled;
    case 'contact':
      return TIMELINE.contact;
    case 'informed':
      return TIMELINE.informed;
    case 'close':
      return TIMELINE.closed;
  }
}

/** What an event says beside what it changed. */
function saidBy({ type, body, changes }: LivedEvent): readonly string[] {
  switch (type) {
    case 'register':
      return [
        TIMELINE.line(CHANGE_WORDS.step, textIn(body, 'step') ?? TIMELINE.nothing),
        TIMELINE.line(CHANGE_WORDS.dueDate, dateText(textIn(body, 'dueDate'))),
      ];
    case 'progress':
      return changes.length > 0 ? [] : (['step', 'state'] as const).flatMap((field) => lineOf(CHANGE_WORDS[field], textIn(body, field)));
    case 'reschedule': {
      const reason = known(RESCHEDULE_REASONS, body['reason']);
      return reason === undefined ? [] : [TIMELINE.reason(REASON_WORDS[reason].text)];
    }
    case 'contact':
      return [contactText(body['phone'])];
    case 'informed': {
      const [read, by] = [readNoticeKey(textIn(body, 'notice') ?? ''), known(INFORMED_BY, body['by'])];
      return read === null || by === undefined ? [] : [TIMELINE.line(noticeName(read.notice), INFORMED_BY_WORDS[by].toLowerCase())];
    }
    case 'close': {
      const outcome = known(OUTCOMES, body['outcome']);
      return outcome === undefined ? [] : [OUTCOME_NAMES[outcome]];
    }
  }
}

/** `sent`: the name as it was sent, which may be spelt otherwise (requirements §4.3). */
function Change({ change, sent }: { readonly change: DossierChange; readonly sent: string | null }) {
  const { field, from, to } = change;
  const isDay = field === 'dueDate' || field === 'judgedDate';
  const shown = (value: string | null) => (isDay ? dateText(value) : (value ?? TIMELINE.nothing));
  return (
    <p class="govuk-body">
      {CHANGE_WORDS[field]}: <del class="console-old">{shown(from)}</del> <span aria-hidden="true">→</span>{' '}
      <ins class="console-new">{shown(to)}</ins>
      {!isDay && sent !== null && sent !== to && ` (${TIMELINE.sentAs(sent)})`}
    </p>
  );
}

function contactText(phone: unknown): string {
  const problem = known(PHONE_PROBLEMS, phone);
  if (problem !== undefined) return TIMELINE.contactBad(PHONE_PROBLEM_WORDS[problem]);
  return phone === 'none' ? TIMELINE.contactNone : TIMELINE.contactGiven;
}

function lineOf(name: string, value: string | null): readonly string[] {
  return value === null ? [] : [TIMELINE.line(name, value)];
}

function textIn(body: LivedEvent['body'], name: string): string | null {
  const value = body[name];
  return typeof value === 'string' ? value : null;
}

function dateText(date: string | null): string {
  const read = date === null ? null : readLocalDate(date);
  return read === null ? TIMELINE.nothing : printDate(read);
}

function known<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((each) => each === value);
}
