import { entryFor } from '../activities/notices.ts';
import { atOnce } from '../lib/at-once.ts';
import { recordNotSent, recoverNotice, type LedgerEntry } from '../db/notices.ts';
import { markDelivered } from '../db/outbox.ts';
import { readRecords, recordBatches, type DossierRecord } from '../db/records.ts';
import { writeSnapshot } from '../db/snapshots.ts';
import { NO_WORKER, PATIENCE_MS, unresolvedIn, type Disagreement } from './disagreements.ts';
import { instantAt, type Instant } from '../domain/calendar.ts';
import { expiryOf, verdictOn, type Notice } from '../domain/due-notices.ts';
import { foldOf } from '../domain/life.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { Logger } from '../lib/log.ts';
import { lookUntilRight, type Ask, type Look } from './inspect.ts';
import { withWhatIsLost, wrongIn, type ReconcileDeps } from './reconcile.ts';
import { restartWorkflow, tellEvents } from '../temporal/start.ts';
import { ofStray, unwantedWorkflows, type Stray } from './unwanted-workflows.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';
import { readPast, type Past } from '../temporal/history.ts';
import { workflowId, type NoticeEnd } from '../workflows/contract.ts';

export type RebuildDeps = ReconcileDeps & {
  readonly log: Logger;
  readonly agencyName: (agency: string) => string;
  readonly encoding: 'unicode' | 'ascii';
  /** Ends workflows of dossiers that PostgreSQL does not know: only when it is sure that this is the right database. */
  readonly endStrays: boolean;
};

/** What was wrong with a dossier, and what of it is still. */
type Rebuilt = { readonly wrong: readonly Disagreement[]; readonly left: readonly Disagreement[] };

/** Repairs that each show what the next one has to do. */
const ROUNDS = 3;
const PROGRESS_EVERY_MS = 5000;

/**
 * Brings every open dossier's workflow back to where its journal is, and every closed one into the archive, after the loss of Temporal's store or
 * the restoration of either store. Sends nothing that the ledger, or the history of a workflow, knows. Again is the same; api and worker may run.
 * @returns what it could not mend
 */
export async function* rebuild(deps: RebuildDeps): AsyncGenerator<Disagreement> {
  const { database, client, concurrency, log } = deps;
  const states = openWorkflowStates(client);
  let [looked, mended, left, reportedAt] = [0, 0, 0, Date.now()];
  const work = async (batch: readonly DossierRecord[], ask: Ask): Promise<readonly Disagreement[]> => {
    const rebuilt = await atOnce(batch, concurrency, (record) => rebuildOne(deps, states, record, ask));
    looked += batch.length;
    left += rebuilt.filter((each) => each.left.length > 0).length;
    mended += rebuilt.filter(({ wrong, left: still }) => wrong.length > 0 && still.length === 0).length;
    if (Date.now() - reportedAt > PROGRESS_EVERY_MS) {
      log.info({ looked, mended, left }, 'rebuild_progressed');
      reportedAt = Date.now();
    }
    return rebuilt.flatMap((each) => each.left);
  };
  for await (const batch of recordBatches(database)) yield* await work(batch, 'asWanted');
  for await (const { strays, archived } of unwantedWorkflows(client, database)) {
    yield* await work(archived, 'always');
    if (deps.endStrays) await Promise.all(strays.map((stray) => endStray(deps, stray)));
    else yield* strays.map(ofStray);
  }
  if (!states.workerAnswers()) yield { kind: 'workflow_silent', about: 'workflows', what: NO_WORKER };
  log.info({ looked, mended, left }, 'rebuild_ended');
}

async function rebuildOne(deps: RebuildDeps, states: WorkflowStates, record: DossierRecord, ask: Ask): Promise<Rebuilt> {
  const judged = (from: DossierRecord) => lookUntilRight(deps.database, states, from, async (look) => wrongIn(deps, states, look), ask);
  const first = await judged(record);
  let { look, wrong: left } = first;
  for (let round = 1; left.length > 0 && round <= ROUNDS; round++) {
    for (const { kind, about, what } of await withWhatIsLost(deps.client, look, left))
      deps.log.warn({ kind, about, what }, 'disagreement_found');
    if (!(await repair(deps, look, left))) break;
    ({ look, wrong: left } = await judged(await again(deps, look.record)));
  }
  if (first.wrong.length > 0 && left.length === 0) deps.log.info({ dossier: record.head.receiptCode }, 'dossier_rebuilt');
  return { wrong: first.wrong, left };
}

async function endStray({ client, log }: RebuildDeps, stray: Stray): Promise<void> {
  log.warn(ofStray(stray), 'stray_ended');
  await client.workflow.getHandle(workflowId(stray.code), stray.runId).terminate('rebuild: PostgreSQL does not know this dossier');
}

/** The ledger first, so that whoever comes next knows what was told; then the workflow, or the archive. @returns whether there was something to do */
async function repair(deps: RebuildDeps, look: Look, wrong: readonly Disagreement[]): Promise<boolean> {
  const { database, client } = deps;
  const { workflow } = look;
  const are = (...kinds: readonly Disagreement['kind'][]) => wrong.some(({ kind }) => kinds.includes(kind));
  if (workflow?.kind === 'silent' || workflow?.kind === 'broken') return false; // only a worker can help
  if (workflow && 'runId' in workflow && are('workflow_ahead', 'workflow_differs', 'workflow_ended', 'notice_stuck', 'notice_unknown'))
    await recoverLedger(deps, look.record, await readPast(client, look.record.head.receiptCode, workflow.runId));
  await endWhatNobodySends(deps, { ...look, record: await again(deps, look.record) });
  const record = await again(deps, look.record);
  const { receiptCode, codeKey, closed } = record.head;

  const isOnlyBehind = are('workflow_behind', 'delivery_overdue') || !isForsaken(deps, { ...look, record });
  if (workflow?.kind === 'running' && isOnlyBehind && !are('workflow_ahead', 'workflow_differs')) {
    await tellEvents(client, receiptCode, record.events);
  } else {
    if (workflow?.kind === 'running')
      await client.workflow.getHandle(workflowId(receiptCode), workflow.runId).terminate('rebuild: it does not agree with the journal');
    if (closed) await writeSnapshot(database, codeKey, foldOf(record.life));
    else await restartWorkflow(client, record, 'ALLOW_DUPLICATE');
  }
  await markDelivered(
    database,
    record.undelivered.map(({ seq }) => ({ codeKey, seq })),
  );
  return true;
}

/** What became of notices that the ledger lost or does not know the end of; decisions not to send are made again from the journal. */
async function recoverLedger(deps: RebuildDeps, { rows, registration }: DossierRecord, past: Past): Promise<void> {
  const open = new Set(rows.filter(({ status }) => status === 'created' || status === 'sending').map(({ key }) => key));
  const known = new Set(rows.map(({ key }) => key));
  for (const [key, { order, status, at }] of past.ends) {
    if (!RECOVERED.includes(status) || (known.has(key) && !open.has(key))) continue;
    await recoverNotice(deps.database, entryFor(deps, { ...order, receiptCode: registration.receiptCode }), status, at);
  }
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

/** Notices that no workflow comes back to: of an earlier due date, of a closed dossier, past their time. */
async function endWhatNobodySends(deps: RebuildDeps, look: Look): Promise<void> {
  const { receiptCode, agency } = look.record.registration;
  const now = instantAt(Date.now());
  for (const { notice, at, row } of unresolvedIn(look, deps.patienceMs ?? PATIENCE_MS)) {
    const end = endOf(look.record, notice, at, now);
    const entry: LedgerEntry = entryFor(deps, { receiptCode, agency, notice, decidedAt: row?.decidedAt ?? at, dueAt: at });
    if (end) await recordNotSent(deps.database, entry, end.call, end.reason);
  }
}

function endOf({ life }: DossierRecord, notice: Notice, at: Instant, now: Instant): NoticeEnd | null {
  const verdict = verdictOn(foldOf(life), notice, now);
  if ('reason' in verdict) return verdict;
  return now > expiryOf(notice, at) ? { call: 'technical_failure', reason: 'out_of_time' } : null;
}

/** Its workflow believes that it has told something that nobody has: only a new one tells it. */
function isForsaken(deps: RebuildDeps, look: Look): boolean {
  return unresolvedIn(look, deps.patienceMs ?? PATIENCE_MS).length > 0;
}

/** As PostgreSQL knows it now. */
async function again({ database }: RebuildDeps, record: DossierRecord): Promise<DossierRecord> {
  return (await readRecords(database, [record.head.codeKey]))[0] ?? record;
}
