import { splitJournal, type JournalEntry } from '../db/dossiers.ts';
import type { Instant } from '../domain/calendar.ts';
import { dossierActions, type DossierAction } from '../domain/dossier-actions.ts';
import { changesOf, type DossierChange } from '../domain/dossier-changes.ts';
import { latestDossier, replayStates, type DossierStates } from '../domain/dossier-states.ts';
import { mayResend } from '../domain/may-resend.ts';
import { nextMessages, type NextMessages } from '../domain/next-messages.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import type { Scope } from '../domain/scope.ts';
import { standingSince, type Standing } from '../domain/standing-since.ts';
import { untoldNotices } from '../domain/unreached.ts';
import { workflowPage } from '../temporal/workflow-page.ts';
import { findDossier, type DossierAsOf } from './find-dossier.ts';
import type { ListedNotice } from './listed-notice.ts';
import { readTimeline, type Timeline } from './read-timeline.ts';
import type { ServiceDeps } from './service-deps.ts';

export type LivedEvent = JournalEntry & { readonly changes: readonly DossierChange[] };
export type LivedNotice = ListedNotice & {
  /** Whether an operator may send it again now. */
  readonly mayResend: boolean;
};

/** One dossier with all that happened to it, what comes next, and what can be said about it now (requirements §8.2). */
export type DossierLife = Omit<Timeline, 'events' | 'notices'> & {
  readonly found: DossierAsOf;
  readonly events: readonly LivedEvent[];
  readonly notices: readonly LivedNotice[];
  readonly standing: Standing;
  readonly next: NextMessages;
  readonly actions: readonly DossierAction[];
  /** Below the address of the namespace in the Temporal UI. */
  readonly workflowPage: string;
};

type Deps = Pick<ServiceDeps, 'database' | 'reader' | 'now'>;

/** Null when there is none in this scope. */
export async function readDossierLife(deps: Deps, scope: Scope, code: string): Promise<DossierLife | null> {
  const [found, timeline] = await Promise.all([findDossier(deps, scope, code), readTimeline(deps, scope, code)]);
  if (!found || !timeline) return null;
  const { registration, events } = splitJournal(timeline.events);
  const states = replayStates(registration, events);
  const dossier = latestDossier(states);
  const hasPhone = found.contact.phone !== null;
  const now = found.asOf;
  return {
    ...timeline,
    found,
    events: withChanges(timeline.events, states),
    notices: timeline.notices.map((row) => {
      const read = readNoticeKey(row.key);
      return { ...row, mayResend: read !== null && mayResend(dossier, { ...row, notice: read.notice }, hasPhone, now) };
    }),
    standing: standingSince(states, events),
    next: nextMessages({ states, rows: timeline.notices.flatMap(knownNotice), hasPhone }, now),
    actions: dossierActions(
      dossier,
      { hasUnreached: untoldNotices(timeline.notices, timeline.events).length > 0, closedAt: closedAt(timeline.events) },
      now,
    ),
    workflowPage: workflowPage(dossier.receiptCode),
  };
}

/** What stands in the journal after the close changes nothing any more. */
function withChanges(entries: readonly JournalEntry[], states: DossierStates): LivedEvent[] {
  return entries.map((entry, index) => {
    const [before, after] = [states[index - 1], states[index]];
    return { ...entry, changes: before && after ? changesOf(before.dossier, after.dossier) : [] };
  });
}

function knownNotice({ key, status, reason, resent }: ListedNotice) {
  const read = readNoticeKey(key);
  return read ? [{ notice: read.notice, status, reason, resent }] : [];
}

function closedAt(events: readonly JournalEntry[]): Instant | null {
  return events.find(({ type }) => type === 'close')?.recordedAt ?? null;
}
