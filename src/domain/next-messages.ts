import { forecastApology, type Forecast } from './apology-forecast.ts';
import { apologyInstant } from './apology.ts';
import type { Instant, LocalDate } from './calendar.ts';
import { calledNotices } from './called-notices.ts';
import { latestDossier, type DossierStates } from './dossier-states.ts';
import type { Dossier } from './dossier.ts';
import { dueNotices, expiryOf, verdictOn } from './due-notices.ts';
import { noticeKey, type Notice } from './notice-key.ts';
import { isOver, type NoticeStatus } from './notice-status.ts';
import { whatWouldSave, type ApologySaver } from './saved-apology.ts';

/** A message that will leave, as things stand. */
export type NextMessage =
  /** It is due, and waits for its turn or is being handed over. */
  | { readonly kind: 'under_way'; readonly notice: Notice }
  /** Nobody knows whether the first one left, so it is handed over once more, unless a receipt comes before (requirements §5.6). */
  | { readonly kind: 'repeat'; readonly notice: Notice }
  /** `savers`: what would save it, if it were recorded before that instant. */
  | { readonly kind: 'at_eve'; readonly notice: Notice; readonly at: Instant; readonly savers: readonly ApologySaver[] };

/**
 * Why no message will leave. `until` is the instant of the apology that will be sent after all, if the reason ceases before; null when none
 * can be. `apology_over`: the eve of the date in force is past, and there is one apology a date.
 */
export type NoMessage =
  | { readonly reason: 'closed' | 'same_day' | 'no_due_date' | 'known_too_late'; readonly until: null }
  | { readonly reason: 'apology_over'; readonly until: null; readonly dueDate: LocalDate }
  | { readonly reason: 'no_phone' | 'result_ready' | 'clock_stopped'; readonly until: Instant | null };

export type NextMessages = {
  readonly messages: readonly NextMessage[];
  /** Null when there is a message. */
  readonly none: NoMessage | null;
  /** Whether an arrival at `Trả kết quả` would send one at once. */
  readonly onArrival: boolean;
};

/** What the ledger knows of a notice. */
export type KnownNotice = {
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly resent: number;
};

type Facts = { readonly states: DossierStates; readonly rows: readonly KnownNotice[]; readonly hasPhone: boolean };

/** What will be sent next and when, and what would stop it (requirements §8.2), if nothing else happens to the dossier. */
export function nextMessages(facts: Facts, now: Instant): NextMessages {
  const dossier = latestDossier(facts.states);
  const messages = [...unended(dossier, facts, now), ...notYetInLedger(dossier, facts, now), ...atEve(dossier, facts, now)];
  const isFollowed = dossier.closed === null && !dossier.procedure.sameDay;
  return {
    messages,
    none: messages.length > 0 ? null : whyNone(dossier, facts, now),
    onArrival: isFollowed && facts.hasPhone && dossier.result.at === null,
  };
}

function unended(dossier: Dossier, { rows }: Facts, now: Instant): NextMessage[] {
  return rows.flatMap((row): NextMessage[] => {
    if (isOver(row, row.notice.kind) || verdictOn(dossier, row.notice, now).call !== 'send') return [];
    return [{ kind: row.status === 'uncertain' ? 'repeat' : 'under_way', notice: row.notice }];
  });
}

/** The journal called for them, and what sends them has not yet written so. One whose time is over never will be. */
function notYetInLedger(dossier: Dossier, { states, rows, hasPhone }: Facts, now: Instant): NextMessage[] {
  if (!hasPhone) return [];
  const known = new Set(rows.map(({ notice }) => noticeKey(dossier.receiptCode, notice)));
  const calledAt = new Map(calledNotices(states, now).map(({ key, at }) => [key, at]));
  return dueNotices(dossier, now).flatMap(({ notice, verdict }): NextMessage[] => {
    const key = noticeKey(dossier.receiptCode, notice);
    const at = calledAt.get(key);
    const isDue = verdict.call === 'send' && !known.has(key) && at !== undefined && now < expiryOf(notice, at);
    return isDue ? [{ kind: 'under_way', notice }] : [];
  });
}

function atEve(dossier: Dossier, facts: Facts, now: Instant): NextMessage[] {
  const { dueDate } = dossier;
  const at = apologyInstant(dossier);
  if (dueDate === null || at === null || now >= at || !forecast(dossier, dueDate, facts, now).willBeSent) return [];
  return [{ kind: 'at_eve', notice: { kind: 'apology', dueDate }, at, savers: whatWouldSave(dossier, dueDate, now) }];
}

function whyNone(dossier: Dossier, facts: Facts, now: Instant): NoMessage {
  const { dueDate } = dossier;
  if (dossier.closed !== null) return { reason: 'closed', until: null };
  if (dossier.procedure.sameDay) return { reason: 'same_day', until: null };
  const instant = apologyInstant(dossier);
  const until = instant !== null && now < instant ? instant : null;
  if (dossier.result.at !== null) return { reason: 'result_ready', until: facts.hasPhone ? until : null };
  const reason = dueDate === null ? null : forecast(dossier, dueDate, facts, now).reason;
  if (!facts.hasPhone) return { reason: 'no_phone', until: reason === 'no_phone' ? until : null };
  if (dueDate === null) return { reason: 'no_due_date', until: null };
  if (instant === null) return { reason: 'known_too_late', until: null };
  if (reason === 'clock_stopped' && until !== null) return { reason, until };
  return { reason: 'apology_over', until: null, dueDate };
}

function forecast(dossier: Dossier, dueDate: LocalDate, { rows, hasPhone }: Facts, now: Instant): Forecast {
  const apologies = rows.flatMap(({ notice, status, reason }) =>
    notice.kind === 'apology' ? [{ dueDate: notice.dueDate, status, reason }] : [],
  );
  return forecastApology(dossier, dueDate, { hasPhone, apologies }, now);
}
