import type { Temporal } from '../temporal/connect.ts';
import pMap from 'p-map';
import { auditJournal } from '../db/audit.ts';
import { findRepeatedMessages, findUnsettledInquiries } from '../db/ledger-checks.ts';
import type { Database } from '../db/open.ts';
import { findStrayLines } from '../db/dossier-lines.ts';
import { readRecordBatches, type DossierRecord } from '../db/dossier-records.ts';
import { compareStores, NO_WORKER_ANSWERS, PATIENCE_MS, type Disagreement } from './disagreements.ts';
import { instantAt } from '../domain/calendar.ts';
import { judgeLine } from '../domain/judge-line.ts';
import { judgeNotices, type Finding } from '../domain/invariants.ts';
import { inspectUntilSound, type AskTemporal, type Inspection } from './inspect.ts';
import { isPhoneInHistory } from './phone-leaks.ts';
import { describeStray, findUnwantedWorkflows } from './unwanted-workflows.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';

export type CheckDeps = {
  readonly database: Database;
  readonly client: Temporal['client'];
  /** Dossiers inspected at a time. */
  readonly concurrency?: number;
  /** How long what is due may take before its absence is a finding, milliseconds; 0 when all is known to be quiet. */
  readonly patienceMs?: number;
  /** Whether the history of each open dossier is searched for its telephone number too (I7). This is the slowest part. */
  readonly histories?: boolean;
};

/** All findings at once, for tests. */
export async function checkInvariants(deps: CheckDeps): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const finding of findBreaches(deps)) found.push(finding);
  return found;
}

/**
 * Judges the invariants I1–I8 of the page quality, as far as they need no telephone network: by journal, ledger, inquiries, workflows and
 * histories. Findings come one by one, so memory does not grow with the number of dossiers.
 */
export async function* findBreaches(deps: CheckDeps): AsyncGenerator<Finding> {
  const { database, client, concurrency = 8 } = deps;
  const { ok, brokenAt } = await auditJournal(database);
  if (!ok) yield { invariant: 'I6', about: brokenAt?.receiptCode ?? '', what: `the journal is broken at event ${brokenAt?.seq}` };
  yield* await findUnsettledInquiries(database);
  yield* await findRepeatedMessages(database);
  for (const about of await findStrayLines(database))
    yield { invariant: 'I8', about, what: 'it is in the lists, and the journal does not know it' };
  const states = openWorkflowStates(client);
  const judge = async (batch: readonly DossierRecord[], ask: AskTemporal): Promise<readonly Finding[]> => {
    const judged = await pMap(
      batch,
      (record) => inspectUntilSound(database, states, record, (inspection) => judgeDossier(deps, states, inspection), ask),
      { concurrency },
    );
    return judged.flatMap(({ wrong }) => wrong);
  };
  for await (const batch of readRecordBatches(database)) yield* await judge(batch, 'unlessArchived');
  for await (const { strays, archived } of findUnwantedWorkflows(client, database)) {
    yield* strays.map(describeStray).map(asFinding);
    yield* await judge(archived, 'always');
  }
  if (!states.workerAnswers()) yield asFinding(NO_WORKER_ANSWERS);
}

async function judgeDossier(
  { client, patienceMs = PATIENCE_MS, histories = true }: CheckDeps,
  states: WorkflowStates,
  inspection: Inspection,
): Promise<readonly Finding[]> {
  const { record, workflow, underWay } = inspection;
  const { head, events } = record;
  const { phone } = head.contact;
  const mayHaveHadNoPhone = phone === null || events.some(({ type }) => type === 'contact');
  const now = instantAt(Date.now());
  const notices = judgeNotices({ ...record, underWay, patienceMs, mayHaveHadNoPhone, now });
  const stores = compareStores(inspection, patienceMs, states).map(asFinding);
  const hasHistory = workflow !== null && workflow.kind !== 'missing';
  const leaks = histories && hasHistory && phone !== null && (await isPhoneInHistory(client, head.receiptCode, phone));
  const leak: Finding = { invariant: 'I7', about: head.receiptCode, what: "its telephone number stands in Temporal's history" };
  return [...notices, ...stores, ...judgeLine(record, patienceMs, now), ...(leaks ? [leak] : [])];
}

function asFinding({ about, what }: Disagreement): Finding {
  return { invariant: 'I5', about, what };
}
