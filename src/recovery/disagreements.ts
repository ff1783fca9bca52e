import { instantAt, isPast, type Instant } from '../domain/calendar.ts';
import { differences } from '../domain/differences.ts';
import { latestDossier } from '../domain/dossier-states.ts';
import { unresolvedNotices, type Unresolved } from '../domain/unresolved-notices.ts';
import type { DossierRecord } from '../db/dossier-records.ts';
import type { Inspection } from './inspect.ts';
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

/** `about` is a receipt code or a notice's key. No phone number stands in it. */
export type Disagreement = { readonly kind: (typeof DISAGREEMENTS)[number]; readonly about: string; readonly what: string };

/** Said once, in place of one disagreement for each dossier that could not be asked. */
export const NO_WORKER_ANSWERS: Disagreement = {
  kind: 'workflow_silent',
  about: 'workflows',
  what: 'no worker answers: start one, because only a worker can say where a workflow is',
};

/** How long what is due or under way may take before its absence counts, milliseconds. */
export const PATIENCE_MS = 120_000;

/** Compares the journal with the workflow, the archive and the deliveries. */
export function compareStores(
  { record, workflow }: Inspection,
  patienceMs: number,
  { workerAnswers }: WorkflowStates,
): readonly Disagreement[] {
  const now = instantAt(Date.now());
  const { head } = record;
  const late = record.undelivered.filter(({ seq }) => isPast((record.states[seq] ?? record.states[0]).from, patienceMs, now));
  if (late.length > 0)
    return [disagreement(record, 'delivery_overdue', `its workflow was not told the events ${late.map(({ seq }) => seq).join(', ')}`)];
  if (record.undelivered.length > 0) return [];
  if (workflow === null || (head.snapshot !== null && hasEnded(workflow))) return compareArchive(record);
  if (workflow.kind === 'silent' && !workerAnswers()) return []; // NO_WORKER_ANSWERS is said once, for all dossiers
  const found = compareWorkflow(record, workflow);
  const isEnding = head.closed && !isPast(lastRecordedAt(record), patienceMs, now);
  return isEnding ? found.filter(({ kind }) => kind !== 'workflow_not_ending' && kind !== 'snapshot_missing') : found;
}

/** Names the notices that should have ended, or should be under way, and are neither. */
export function compareLedger(inspection: Inspection, patienceMs: number): readonly Disagreement[] {
  return unresolvedIn(inspection, patienceMs).map(({ key, row, what }) => ({
    kind: row ? 'notice_stuck' : 'notice_unknown',
    about: key,
    what,
  }));
}

export function unresolvedIn({ record, underWay }: Inspection, patienceMs: number): readonly Unresolved[] {
  return unresolvedNotices({ ...record, underWay, patienceMs, now: instantAt(Date.now()) });
}

function hasEnded({ kind }: WorkflowState): boolean {
  return kind === 'missing' || kind === 'ended';
}

function compareWorkflow(record: DossierRecord, workflow: WorkflowState): readonly Disagreement[] {
  const { closed } = record.head;
  switch (workflow.kind) {
    case 'missing':
      return [
        closed
          ? disagreement(record, 'snapshot_missing', 'the dossier is closed, and it is neither in the archive nor a workflow')
          : disagreement(record, 'workflow_missing', 'the dossier is open, and it has no workflow'),
      ];
    case 'ended':
      return [
        closed
          ? disagreement(record, 'snapshot_missing', 'the dossier is closed, and it is not in the archive')
          : disagreement(record, 'workflow_ended', `the dossier is open, but its workflow has ${workflow.status}`),
      ];
    case 'silent':
      return [disagreement(record, 'workflow_silent', 'its workflow did not answer')];
    case 'broken':
      return [disagreement(record, 'workflow_broken', `its workflow cannot go on: ${workflow.why}`)];
    case 'running':
      return compareRunning(record, workflow);
  }
}

function compareRunning(record: DossierRecord, { dossier }: WorkflowState & { readonly kind: 'running' }): readonly Disagreement[] {
  const { closed } = record.head;
  const fold = latestDossier(record.states);
  const parts = differences(fold, dossier);
  const where = `the workflow is at event ${dossier.seq}, the journal at ${fold.seq}: ${parts.join(', ')} differ`;
  if (dossier.seq < fold.seq)
    return [disagreement(record, 'workflow_behind', closed ? `the workflow does not know that the dossier is closed: ${where}` : where)];
  if (dossier.seq > fold.seq) return [disagreement(record, 'workflow_ahead', where)];
  if (parts.length > 0) return [disagreement(record, 'workflow_differs', where)];
  return closed ? [disagreement(record, 'workflow_not_ending', 'the workflow knows that the dossier is closed, but it has not ended')] : [];
}

function compareArchive(record: DossierRecord): readonly Disagreement[] {
  const parts = record.head.snapshot ? differences(latestDossier(record.states), record.head.snapshot) : [];
  return parts.length > 0
    ? [disagreement(record, 'snapshot_differs', `the snapshot is not the fold of the journal: ${parts.join(', ')} differ`)]
    : [];
}

function lastRecordedAt({ states }: DossierRecord): Instant {
  return (states.at(-1) ?? states[0]).from;
}

function disagreement({ head }: DossierRecord, kind: Disagreement['kind'], what: string): Disagreement {
  return { kind, about: head.receiptCode, what };
}
