import type { Database } from '../db/open.ts';
import { readRecords, type DossierRecord } from '../db/records.ts';
import type { WorkflowState, WorkflowStates } from '../temporal/state.ts';

/** A dossier as PostgreSQL and Temporal know it at about the same moment. `workflow` is null for one in the archive: nobody is asked. */
export type Look = {
  readonly record: DossierRecord;
  readonly workflow: WorkflowState | null;
  /** Hand-overs and recordings under way for it, an operator's too. */
  readonly underWay: number;
};

/** Whether Temporal is asked about dossiers in the archive, too. */
export type Ask = 'asWanted' | 'always';

/** What looks wrong is looked at again, because a dossier may change between two questions. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 500;

/** Judges a dossier until nothing is wrong, or it is wrong for the third time. @returns what is wrong, and where it was seen */
export async function lookUntilRight<Wrong>(
  database: Database,
  states: WorkflowStates,
  first: DossierRecord,
  judge: (look: Look) => Promise<readonly Wrong[]>,
  ask: Ask = 'asWanted',
): Promise<{ readonly look: Look; readonly wrong: readonly Wrong[] }> {
  let look = await lookAt(database, states, first, ask);
  let wrong = await judge(look);
  for (let looks = 1; wrong.length > 0 && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    const [record] = await readRecords(database, [first.head.codeKey]);
    look = await lookAt(database, states, record ?? first, ask);
    wrong = await judge(look);
  }
  return { look, wrong };
}

async function lookAt(database: Database, states: WorkflowStates, first: DossierRecord, ask: Ask): Promise<Look> {
  const { head } = first;
  const workflow = ask === 'asWanted' && head.closed && head.snapshot !== null ? null : await states.stateOf(head.receiptCode);
  // Journal first: a workflow can be ahead only of a journal that was read before.
  const isAhead = workflow?.kind === 'running' && workflow.dossier.seq > head.seq;
  const [again] = isAhead ? await readRecords(database, [head.codeKey]) : [];
  const record = again ?? first;
  const ofWorkflow = workflow && 'underWay' in workflow ? workflow.underWay : 0;
  return { record, workflow, underWay: ofWorkflow + (await resendsUnderWay(states, record)) };
}

async function resendsUnderWay(states: WorkflowStates, { rows }: DossierRecord): Promise<number> {
  const open = rows.filter(({ status, resent }) => status === 'sending' || (status === 'created' && resent > 0));
  const underWay = await Promise.all(open.map(({ key, resent }) => states.isBeingResent(key, resent)));
  return underWay.filter(Boolean).length;
}
