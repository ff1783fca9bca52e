import pMap from 'p-map';
import { recordNotSent, recoverNotice } from '../db/notices.ts';
import { markDelivered } from '../db/outbox.ts';
import { readRecords, readRecordBatches, type DossierRecord } from '../db/dossier-records.ts';
import { writeSnapshot } from '../db/snapshots.ts';
import { NO_WORKER_ANSWERS, PATIENCE_MS, unresolvedIn, type Disagreement } from './disagreements.ts';
import { instantAt, type Instant } from '../domain/calendar.ts';
import type { Notice } from '../domain/notice-key.ts';
import { expiryOf, verdictOn, type DecisionNotToSend } from '../domain/due-notices.ts';
import type { FindAgency } from '../domain/agency.ts';
import { likelyEntryFor, type LikelyGateway } from '../domain/likely-entry.ts';
import { latestDossier } from '../domain/dossier-states.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { Logger } from '../lib/log.ts';
import { inspectUntilSound, type AskTemporal, type Inspection } from './inspect.ts';
import { addLostEvents, compareAll, type ReconcileDeps } from './reconcile.ts';
import { terminateWorkflow } from '../temporal/running-workflows.ts';
import { restartWorkflow, signalEvents } from '../temporal/start.ts';
import { describeStray, findUnwantedWorkflows, type Stray } from './unwanted-workflows.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';
import { readHistory, type WorkflowHistory } from '../temporal/history.ts';

export type RebuildDeps = ReconcileDeps & {
  readonly log: Logger;
  readonly findAgency: FindAgency;
  /** Those of the settings. */
  readonly gateways: readonly LikelyGateway[];
  /** Whether workflows of dossiers that PostgreSQL does not know are ended. Only safe when this is surely the right database. */
  readonly endStrays: boolean;
};

/** What was wrong with a dossier before its repair, and what is still wrong after it. */
type Rebuilt = { readonly wrong: readonly Disagreement[]; readonly left: readonly Disagreement[] };

/** A repair may show what the next one has to do, so a dossier is repaired up to this many times. */
const REPAIRS_MAX = 3;
const PROGRESS_EVERY_MS = 5000;

/**
 * Brings the workflow of every open dossier back to where its journal is, and every closed dossier into the archive, after Temporal's store
 * was
 * lost or either store was restored. It sends nothing that the ledger, or the history of a workflow, knows. It is idempotent, and api and
 * worker
 * may run beside it.
 * @returns what it could not mend
 */
export async function* rebuild(deps: RebuildDeps): AsyncGenerator<Disagreement> {
  const { database, client, concurrency, log } = deps;
  const states = openWorkflowStates(client);
  let [inspected, mended, left, reportedAt] = [0, 0, 0, Date.now()];
  const rebuildBatch = async (batch: readonly DossierRecord[], ask: AskTemporal): Promise<readonly Disagreement[]> => {
    const rebuilt = await pMap(batch, (record) => rebuildDossier(deps, states, record, ask), { concurrency });
    inspected += batch.length;
    left += rebuilt.filter((each) => each.left.length > 0).length;
    mended += rebuilt.filter(({ wrong, left: still }) => wrong.length > 0 && still.length === 0).length;
    if (Date.now() - reportedAt > PROGRESS_EVERY_MS) {
      log.info({ inspected, mended, left }, 'rebuild_progressed');
      reportedAt = Date.now();
    }
    return rebuilt.flatMap((each) => each.left);
  };
  for await (const batch of readRecordBatches(database)) yield* await rebuildBatch(batch, 'unlessArchived');
  for await (const { strays, archived } of findUnwantedWorkflows(client, database)) {
    yield* await rebuildBatch(archived, 'always');
    if (deps.endStrays) await Promise.all(strays.map((stray) => endStray(deps, stray)));
    else yield* strays.map(describeStray);
  }
  if (!states.workerAnswers()) yield NO_WORKER_ANSWERS;
  log.info({ inspected, mended, left }, 'rebuild_ended');
}

async function rebuildDossier(deps: RebuildDeps, states: WorkflowStates, record: DossierRecord, ask: AskTemporal): Promise<Rebuilt> {
  const judge = async (inspection: Inspection) => compareAll(deps, states, inspection);
  const first = await inspectUntilSound(deps.database, states, record, judge, ask);
  let { inspection, wrong: left } = first;
  for (let done = 0; left.length > 0 && done < REPAIRS_MAX; done++) {
    for (const { kind, about, what } of await addLostEvents(deps.client, inspection, left))
      deps.log.warn({ kind, about, what }, 'disagreement_found');
    if (!(await repair(deps, inspection, left))) break;
    const repaired = await reread(deps, inspection.record);
    ({ inspection, wrong: left } = await inspectUntilSound(deps.database, states, repaired, judge, ask));
  }
  if (first.wrong.length > 0 && left.length === 0) deps.log.info({ dossier: record.head.receiptCode }, 'dossier_rebuilt');
  return { wrong: first.wrong, left };
}

async function endStray({ client, log }: RebuildDeps, stray: Stray): Promise<void> {
  log.warn(describeStray(stray), 'stray_ended');
  await terminateWorkflow(client, stray, 'rebuild: PostgreSQL does not know this dossier');
}

/**
 * Mends the ledger first, so that a new workflow knows what was told; then the workflow, or the archive. @returns false when only a worker
 * can help, or settings that name the agency (requirements §2)
 */
async function repair(deps: RebuildDeps, inspection: Inspection, wrong: readonly Disagreement[]): Promise<boolean> {
  const { database, client } = deps;
  const { workflow } = inspection;
  const isAny = (...kinds: readonly Disagreement['kind'][]) => wrong.some(({ kind }) => kinds.includes(kind));
  if (workflow?.kind === 'silent' || workflow?.kind === 'broken') return false;
  const { agency } = inspection.record.registration;
  if (deps.findAgency(agency) === null) {
    deps.log.error({ dossier: inspection.record.head.receiptCode, agency }, 'agency_unknown');
    return false;
  }
  if (workflow && 'runId' in workflow && isAny('workflow_ahead', 'workflow_differs', 'workflow_ended', 'notice_stuck', 'notice_unknown'))
    await recoverLedger(deps, inspection.record, await readHistory(client, inspection.record.head.receiptCode, workflow.runId));
  await endForsakenNotices(deps, { ...inspection, record: await reread(deps, inspection.record) });
  const record = await reread(deps, inspection.record);
  const { receiptCode, codeKey, closed } = record.head;

  const isOnlyBehind = isAny('workflow_behind', 'delivery_overdue') || !hasUnsentNotices(deps, { ...inspection, record });
  if (workflow?.kind === 'running' && isOnlyBehind && !isAny('workflow_ahead', 'workflow_differs')) {
    await signalEvents(client, receiptCode, record.events);
  } else {
    if (workflow?.kind === 'running')
      await terminateWorkflow(client, { code: receiptCode, runId: workflow.runId }, 'rebuild: it does not agree with the journal');
    if (closed) await writeSnapshot(database, codeKey, latestDossier(record.states));
    else await restartWorkflow(client, record, 'ALLOW_DUPLICATE');
  }
  await markDelivered(
    database,
    record.undelivered.map(({ seq }) => ({ codeKey, seq })),
  );
  return true;
}

/**
 * Takes from the history what became of notices that the ledger lost, or whose end it does not know. Decisions not to send are made anew
 * from the journal.
 */
async function recoverLedger(deps: RebuildDeps, { rows, registration }: DossierRecord, past: WorkflowHistory): Promise<void> {
  const open = new Set(rows.filter(({ status }) => status === 'created' || status === 'sending').map(({ key }) => key));
  const known = new Set(rows.map(({ key }) => key));
  for (const [key, { order, status, at }] of past.ends) {
    if (!RECOVERED.includes(status) || (known.has(key) && !open.has(key))) continue;
    const agency = deps.findAgency(order.agency);
    if (agency === null) continue;
    const entry = likelyEntryFor({ ...order, receiptCode: registration.receiptCode }, agency, deps.gateways);
    await recoverNotice(deps.database, entry, { status, at, gateway: onlyGateway(deps) });
  }
}

/** A history does not tell through which gateway a notice left. Of several, none may send one again that may have arrived. */
function onlyGateway({ gateways: [first, ...others] }: RebuildDeps): string | null {
  return first && others.length === 0 ? first.name : null;
}

const RECOVERED: readonly NoticeStatus[] = [
  'sending',
  'sent',
  'delivered',
  'temporary_failure',
  'permanent_failure',
  'technical_failure',
  'uncertain',
];

/** Ends the notices that no workflow comes back to: those of an earlier due date or a closed dossier, and those past their time. */
async function endForsakenNotices(deps: RebuildDeps, inspection: Inspection): Promise<void> {
  const { receiptCode, agency: agencyId } = inspection.record.registration;
  const agency = deps.findAgency(agencyId);
  const now = instantAt(Date.now());
  for (const { notice, at, row } of unresolvedIn(inspection, deps.patienceMs ?? PATIENCE_MS)) {
    const end = endOf(inspection.record, notice, at, now);
    if (end === null || agency === null) continue;
    const entry = likelyEntryFor({ receiptCode, notice, decidedAt: row?.decidedAt ?? at, dueAt: at }, agency, deps.gateways);
    await recordNotSent(deps.database, entry, end.call, end.reason);
  }
}

function endOf({ states }: DossierRecord, notice: Notice, at: Instant, now: Instant): DecisionNotToSend | null {
  const verdict = verdictOn(latestDossier(states), notice, now);
  if ('reason' in verdict) return verdict;
  return now > expiryOf(notice, at) ? { call: 'technical_failure', reason: 'out_of_time' } : null;
}

/** Whether its workflow believes to have sent a notice that nobody sent. Only a new workflow sends it. */
function hasUnsentNotices(deps: RebuildDeps, inspection: Inspection): boolean {
  return unresolvedIn(inspection, deps.patienceMs ?? PATIENCE_MS).length > 0;
}

/** The dossier as PostgreSQL knows it now. */
async function reread({ database }: RebuildDeps, record: DossierRecord): Promise<DossierRecord> {
  return (await readRecords(database, [record.head.codeKey]))[0] ?? record;
}
