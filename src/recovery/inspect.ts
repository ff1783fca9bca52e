import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/open.ts';
import { readRecords, type DossierRecord } from '../db/dossier-records.ts';
import type { WorkflowState, WorkflowStates } from '../temporal/state.ts';

/** A dossier as PostgreSQL and Temporal know it at about the same moment. */
export type Inspection = {
  readonly record: DossierRecord;
  /** Null for a dossier in the archive whose workflow was not asked. */
  readonly workflow: WorkflowState | null;
  /** How many hand-overs and recordings Temporal has under way for it, an operator's resends included. */
  readonly underWay: number;
};

/** Whether Temporal is asked about a dossier that is in the archive too. */
export type AskTemporal = 'unlessArchived' | 'always';

/** A dossier may change between two questions, so what looks wrong is inspected again. */
const INSPECTIONS = 3;
const BETWEEN_INSPECTIONS_MS = 500;

/**
 * Judges a dossier until nothing is wrong, or until it is wrong for the third time. @returns what is wrong, and the inspection that showed
 * it
 */
export async function inspectUntilSound<Wrong>(
  database: Database,
  states: WorkflowStates,
  first: DossierRecord,
  judge: (inspection: Inspection) => Promise<readonly Wrong[]>,
  ask: AskTemporal = 'unlessArchived',
): Promise<{ readonly inspection: Inspection; readonly wrong: readonly Wrong[] }> {
  let inspection = await inspect(database, states, first, ask);
  let wrong = await judge(inspection);
  for (let done = 1; wrong.length > 0 && done < INSPECTIONS; done++) {
    await sleep(BETWEEN_INSPECTIONS_MS);
    const [record] = await readRecords(database, [first.head.codeKey]);
    inspection = await inspect(database, states, record ?? first, ask);
    wrong = await judge(inspection);
  }
  return { inspection, wrong };
}

async function inspect(database: Database, states: WorkflowStates, first: DossierRecord, ask: AskTemporal): Promise<Inspection> {
  const { head } = first;
  const isArchived = head.closed && head.snapshot !== null;
  const workflow = isArchived && ask === 'unlessArchived' ? null : await states.readState(head.receiptCode);
  // The journal was read first. A workflow that knows more may have been told since, so the journal is read again.
  const knowsMore = workflow?.kind === 'running' && workflow.dossier.seq > head.seq;
  const [reread] = knowsMore ? await readRecords(database, [head.codeKey]) : [];
  const record = reread ?? first;
  const ofWorkflow = workflow && 'underWay' in workflow ? workflow.underWay : 0;
  return { record, workflow, underWay: ofWorkflow + (await countResendsUnderWay(states, record)) };
}

async function countResendsUnderWay(states: WorkflowStates, { rows }: DossierRecord): Promise<number> {
  const open = rows.filter(({ status, resent }) => status === 'sending' || (status === 'created' && resent > 0));
  const underWay = await Promise.all(open.map(({ key, resent }) => states.isBeingResent(key, resent)));
  return underWay.filter(Boolean).length;
}
