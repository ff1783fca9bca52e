import type { Client } from '@temporalio/client';
import { atOnce } from './at-once.ts';
import { auditJournal } from './db/audit.ts';
import { repeatedMessages, unsettledInquiries } from './db/breaches.ts';
import type { Database } from './db/open.ts';
import { readRecords, recordBatches, type DossierRecord } from './db/records.ts';
import { epochMs, instantAt } from './domain/calendar.ts';
import { differences, judgeNotices, type Finding } from './domain/invariants.ts';
import { foldOf } from './domain/life.ts';
import { isPhoneInHistory } from './phone-leaks.ts';
import { openWorkflowStates, type WorkflowState, type WorkflowStates } from './workflow-state.ts';

export type { Finding };

export type CheckDeps = {
  readonly database: Database;
  readonly client: Client;
  /** Dossiers looked at at a time. */
  readonly concurrency?: number;
  /** How long what is due may take before its absence is a finding, milliseconds; 0 when all is known to be quiet. */
  readonly patienceMs?: number;
  /** Reads every open dossier's history for its telephone number, too (I7); the dearest part. */
  readonly histories?: boolean;
};

const PATIENCE_MS = 120_000;
/** What looks wrong is looked at again, because a dossier may change between two questions. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 500;

/** The invariants I1–I7 of quality.md, as far as they need no telephone network: by journal, ledger, inquiries, workflows and histories. */
export async function checkInvariants(deps: CheckDeps): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const finding of findBreaches(deps)) found.push(finding);
  return found;
}

/** One by one, as they are found; memory does not grow with the number of dossiers. */
export async function* findBreaches(deps: CheckDeps): AsyncGenerator<Finding> {
  const { database, client, concurrency = 8 } = deps;
  const { ok, brokenAt } = await auditJournal(database);
  if (!ok) yield { invariant: 'I6', about: brokenAt?.receiptCode ?? '', what: `the journal is broken at event ${brokenAt?.seq}` };
  yield* await unsettledInquiries(database);
  yield* await repeatedMessages(database);
  const states = openWorkflowStates(client);
  for await (const batch of recordBatches(database))
    for (const findings of await atOnce(batch, concurrency, (record) => checkDossier(deps, states, record))) yield* findings;
  if (!states.workerAnswers())
    yield { invariant: 'I5', about: 'workflows', what: 'no worker answers: whether they agree with the journal is not known' };
}

async function checkDossier(deps: CheckDeps, states: WorkflowStates, first: DossierRecord): Promise<readonly Finding[]> {
  let record: DossierRecord | undefined = first;
  let findings: readonly Finding[] = [];
  for (let look = 1; record && look <= LOOKS; look++) {
    findings = await lookAt(deps, states, record);
    if (findings.length === 0) return [];
    if (look < LOOKS) await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    [record] = await readRecords(deps.database, [first.head.codeKey]);
  }
  return findings;
}

async function lookAt(deps: CheckDeps, states: WorkflowStates, record: DossierRecord): Promise<readonly Finding[]> {
  const { client, patienceMs = PATIENCE_MS, histories = true } = deps;
  const { head, rows, life } = record;
  const now = instantAt(Date.now());
  const archived = head.closed && head.snapshot !== null;
  const workflow = archived ? null : await states.stateOf(head.receiptCode);
  const notices = judgeNotices({
    life,
    rows,
    now,
    patienceMs,
    underWay: (workflow && 'underWay' in workflow ? workflow.underWay : 0) + (await resendsUnderWay(states, record)),
    mayHaveHadNoPhone: head.contact.phone === null || record.events.some(({ type }) => type === 'contact'),
  });
  const { phone } = head.contact;
  const leaks =
    histories && phone !== null && workflow && workflow.kind !== 'missing' && (await isPhoneInHistory(client, head.receiptCode, phone));
  return [
    ...notices,
    ...(workflow ? agreement(record, workflow, patienceMs, states.workerAnswers()) : archive(record)),
    ...undelivered(record, epochMs(now) - patienceMs),
    ...(leaks ? [about(record, 'I7', "its telephone number stands in Temporal's history")] : []),
  ];
}

async function resendsUnderWay(states: WorkflowStates, { rows }: DossierRecord): Promise<number> {
  const open = rows.filter(({ status, resent }) => status === 'sending' || (status === 'created' && resent > 0));
  const underWay = await Promise.all(open.map(({ key, resent }) => states.isBeingResent(key, resent)));
  return underWay.filter(Boolean).length;
}

/** I5: the workflow is where the journal is. */
function agreement(record: DossierRecord, workflow: WorkflowState, patienceMs: number, workerAnswers: boolean): readonly Finding[] {
  const { head, life, undelivered: untold } = record;
  const fold = foldOf(life);
  const young = Date.now() - epochMs(life.at(-1)?.from ?? life[0].from) < patienceMs;
  if (untold.length > 0 || (young && head.closed)) return []; // judged by how long it has been so
  switch (workflow.kind) {
    case 'missing':
      return [about(record, 'I5', head.closed ? 'closed, without a snapshot and without a workflow' : 'has no workflow')];
    case 'ended':
      return [about(record, 'I5', head.closed ? 'closed, without a snapshot' : `is open, but its workflow has ${workflow.status}`)];
    case 'silent':
      return workerAnswers ? [about(record, 'I5', 'its workflow did not answer')] : []; // said once, for all
    case 'broken':
      return [about(record, 'I5', `its workflow is broken: ${workflow.why}`)];
    case 'running': {
      const parts = differences(fold, workflow.dossier);
      if (parts.length > 0)
        return [
          about(record, 'I5', `the workflow is at event ${workflow.dossier.seq}, the journal at ${fold.seq}: ${parts.join(', ')} differ`),
        ];
      return head.closed ? [about(record, 'I5', 'closed, but its workflow has not ended')] : [];
    }
  }
}

function archive(record: DossierRecord): readonly Finding[] {
  const parts = record.head.snapshot ? differences(foldOf(record.life), record.head.snapshot) : [];
  return parts.length > 0 ? [about(record, 'I5', `the snapshot is not the fold of the journal: ${parts.join(', ')} differ`)] : [];
}

function undelivered(record: DossierRecord, beforeMs: number): readonly Finding[] {
  const late = record.undelivered.filter(({ seq }) => recordedAtMs(record, seq) < beforeMs).map(({ seq }) => seq);
  return late.length > 0 ? [about(record, 'I5', `events not told to its workflow: ${late.join(', ')}`)] : [];
}

function recordedAtMs({ life }: DossierRecord, seq: number): number {
  return epochMs((life[seq] ?? life[0]).from);
}

function about({ head }: DossierRecord, invariant: Finding['invariant'], what: string): Finding {
  return { invariant, about: head.receiptCode, what };
}
