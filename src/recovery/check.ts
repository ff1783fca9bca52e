import type { Client } from '@temporalio/client';
import { atOnce } from '../lib/at-once.ts';
import { auditJournal } from '../db/audit.ts';
import { repeatedMessages, unsettledInquiries } from '../db/ledger-checks.ts';
import type { Database } from '../db/open.ts';
import { recordBatches, type DossierRecord } from '../db/records.ts';
import { disagreements, NO_WORKER, PATIENCE_MS, type Disagreement } from './disagreements.ts';
import { instantAt } from '../domain/calendar.ts';
import { judgeNotices, type Finding } from '../domain/invariants.ts';
import { lookUntilRight, type Ask, type Look } from './inspect.ts';
import { isPhoneInHistory } from './phone-leaks.ts';
import { ofStray, unwantedWorkflows } from './unwanted-workflows.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';

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
  const judge = async (batch: readonly DossierRecord[], ask: Ask): Promise<readonly Finding[]> => {
    const judged = await atOnce(batch, concurrency, (record) =>
      lookUntilRight(database, states, record, (look) => breachesIn(deps, states, look), ask),
    );
    return judged.flatMap(({ wrong }) => wrong);
  };
  for await (const batch of recordBatches(database)) yield* await judge(batch, 'asWanted');
  for await (const { strays, archived } of unwantedWorkflows(client, database)) {
    yield* strays.map(ofStray).map(disagreement);
    yield* await judge(archived, 'always');
  }
  if (!states.workerAnswers()) yield { invariant: 'I5', about: 'workflows', what: NO_WORKER };
}

async function breachesIn(
  { client, patienceMs = PATIENCE_MS, histories = true }: CheckDeps,
  states: WorkflowStates,
  look: Look,
): Promise<readonly Finding[]> {
  const { record, workflow, underWay } = look;
  const { head, events } = record;
  const mayHaveHadNoPhone = head.contact.phone === null || events.some(({ type }) => type === 'contact');
  const notices = judgeNotices({ ...record, underWay, patienceMs, mayHaveHadNoPhone, now: instantAt(Date.now()) });
  const agreement = disagreements(look, patienceMs, states).map(disagreement);
  const { phone } = head.contact;
  const isKept = histories && phone !== null && workflow !== null && workflow.kind !== 'missing';
  const leaks = isKept && (await isPhoneInHistory(client, head.receiptCode, phone));
  const leak: Finding = { invariant: 'I7', about: head.receiptCode, what: "its telephone number stands in Temporal's history" };
  return [...notices, ...agreement, ...(leaks ? [leak] : [])];
}

function disagreement({ about, what }: Disagreement): Finding {
  return { invariant: 'I5', about, what };
}
