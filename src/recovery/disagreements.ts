import { instantAt, isPast, type Instant } from '../domain/calendar.ts';
import { differences } from '../domain/differences.ts';
import { foldOf } from '../domain/life.ts';
import { unresolvedNotices } from '../domain/unresolved-notices.ts';
import type { DossierRecord } from '../db/records.ts';
import type { Look } from './inspect.ts';
import type { WorkflowState, WorkflowStates } from '../temporal/state.ts';

/** How journal, ledger, archive and workflows may disagree. */
export const DISAGREEMENTS = [
  'workflow_missing',
  'workflow_ended',
  'workflow_behind',
  'workflow_ahead',
  'workflow_differs',
  'workflow_not_ending',
  'workflow_silent',
  'workflow_broken',
  'workflow_without_dossier',
  'delivery_overdue',
  'snapshot_missing',
  'snapshot_differs',
  'notice_stuck',
  'notice_unknown',
] as const;

/** `about` is a receipt code or a notice's key; no phone. */
export type Disagreement = { readonly kind: (typeof DISAGREEMENTS)[number]; readonly about: string; readonly what: string };

export const NO_WORKER = 'no worker answers: start one, because only it can say where a workflow is';

/** How long what is due or under way may take before it counts, milliseconds. */
export const PATIENCE_MS = 120_000;

/** Between the journal on one hand and the workflow, the archive and the deliveries on the other. */
export function disagreements({ record, workflow }: Look, patienceMs: number, { workerAnswers }: WorkflowStates): readonly Disagreement[] {
  const now = instantAt(Date.now());
  const { head } = record;
  const late = record.undelivered.filter(({ seq }) => isPast((record.life[seq] ?? record.life[0]).from, patienceMs, now));
  if (late.length > 0) return [of(record, 'delivery_overdue', `events not told to its workflow: ${late.map(({ seq }) => seq).join(', ')}`)];
  if (record.undelivered.length > 0) return [];
  if (workflow === null || (head.snapshot !== null && isOver(workflow))) return inArchive(record);
  if (workflow.kind === 'silent' && !workerAnswers()) return []; // no worker: said once, for all
  const found = withWorkflow(record, workflow);
  const isEnding = head.closed && !isPast(lastRecordedAt(record), patienceMs, now);
  return isEnding ? found.filter(({ kind }) => kind !== 'workflow_not_ending' && kind !== 'snapshot_missing') : found;
}

/** Notices that should have ended, or be under way, and have not. */
export function noticeDisagreements(look: Look, patienceMs: number): readonly Disagreement[] {
  return unresolvedIn(look, patienceMs).map(({ key, row, what }) => ({ kind: row ? 'notice_stuck' : 'notice_unknown', about: key, what }));
}

export function unresolvedIn({ record, underWay }: Look, patienceMs: number) {
  return unresolvedNotices({ ...record, underWay, patienceMs, now: instantAt(Date.now()) });
}

function isOver({ kind }: WorkflowState): boolean {
  return kind === 'missing' || kind === 'ended';
}

function withWorkflow(record: DossierRecord, workflow: WorkflowState): readonly Disagreement[] {
  const { closed } = record.head;
  switch (workflow.kind) {
    case 'missing':
      return [
        closed
          ? of(record, 'snapshot_missing', 'closed, and neither in the archive nor a workflow')
          : of(record, 'workflow_missing', 'open, without a workflow'),
      ];
    case 'ended':
      return [
        closed
          ? of(record, 'snapshot_missing', 'closed, and not in the archive')
          : of(record, 'workflow_ended', `open, but its workflow has ${workflow.status}`),
      ];
    case 'silent':
      return [of(record, 'workflow_silent', 'its workflow did not answer')];
    case 'broken':
      return [of(record, 'workflow_broken', `its workflow cannot go on: ${workflow.why}`)];
    case 'running':
      return withRunning(record, workflow);
  }
}

function withRunning(record: DossierRecord, { dossier }: WorkflowState & { readonly kind: 'running' }): readonly Disagreement[] {
  const fold = foldOf(record.life);
  const parts = differences(fold, dossier);
  const where = `the workflow is at event ${dossier.seq}, the journal at ${fold.seq}: ${parts.join(', ')} differ`;
  if (dossier.seq < fold.seq) return [of(record, 'workflow_behind', record.head.closed ? `closed, and not told so: ${where}` : where)];
  if (dossier.seq > fold.seq) return [of(record, 'workflow_ahead', where)];
  if (parts.length > 0) return [of(record, 'workflow_differs', where)];
  return record.head.closed ? [of(record, 'workflow_not_ending', 'closed and told so, but its workflow has not ended')] : [];
}

function inArchive(record: DossierRecord): readonly Disagreement[] {
  const parts = record.head.snapshot ? differences(foldOf(record.life), record.head.snapshot) : [];
  return parts.length > 0
    ? [of(record, 'snapshot_differs', `the snapshot is not the fold of the journal: ${parts.join(', ')} differ`)]
    : [];
}

function lastRecordedAt({ life }: DossierRecord): Instant {
  return (life.at(-1) ?? life[0]).from;
}

function of({ head }: DossierRecord, kind: Disagreement['kind'], what: string): Disagreement {
  return { kind, about: head.receiptCode, what };
}
