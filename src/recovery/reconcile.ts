import type { Temporal } from '../temporal/connect.ts';
import pMap from 'p-map';
import type { Database } from '../db/open.ts';
import { readRecordBatches, type DossierRecord } from '../db/dossier-records.ts';
import { compareLedger, compareStores, NO_WORKER_ANSWERS, PATIENCE_MS, type Disagreement } from './disagreements.ts';
import type { DossierEvent } from '../domain/dossier.ts';
import { inspectUntilSound, type AskTemporal, type Inspection } from './inspect.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';
import { describeEvent, describeLost, describeStray, findUnwantedWorkflows } from './unwanted-workflows.ts';
import { readHistory } from '../temporal/history.ts';

export type ReconcileDeps = {
  readonly database: Database;
  readonly client: Temporal['client'];
  /** Dossiers inspected at a time. */
  readonly concurrency: number;
  /** How long what is due or under way may take before its absence counts, milliseconds. */
  readonly patienceMs?: number;
};

/** Lists every disagreement, for the case that PostgreSQL and Temporal come from different instants. It changes nothing. */
export async function* findDisagreements(deps: ReconcileDeps): AsyncGenerator<Disagreement> {
  const { database, client } = deps;
  const states = openWorkflowStates(client);
  for await (const batch of readRecordBatches(database)) yield* await compareBatch(deps, states, batch, 'unlessArchived');
  for await (const { strays, archived } of findUnwantedWorkflows(client, database)) {
    yield* strays.map(describeStray);
    yield* await compareBatch(deps, states, archived, 'always');
  }
  if (!states.workerAnswers()) yield NO_WORKER_ANSWERS;
}

async function compareBatch(
  deps: ReconcileDeps,
  states: WorkflowStates,
  batch: readonly DossierRecord[],
  ask: AskTemporal,
): Promise<readonly Disagreement[]> {
  const compared = await pMap(
    batch,
    async (record) => {
      const judge = async (each: Inspection) => compareAll(deps, states, each);
      const { inspection, wrong } = await inspectUntilSound(deps.database, states, record, judge, ask);
      return addLostEvents(deps.client, inspection, wrong);
    },
    { concurrency: deps.concurrency },
  );
  return compared.flat();
}

export function compareAll(
  { patienceMs = PATIENCE_MS }: ReconcileDeps,
  states: WorkflowStates,
  inspection: Inspection,
): readonly Disagreement[] {
  return [...compareStores(inspection, patienceMs, states), ...compareLedger(inspection, patienceMs)];
}

/** A workflow that knows more than the journal proves nothing, but its history names the events that the journal has lost. */
export async function addLostEvents(
  client: Temporal['client'],
  { record, workflow }: Inspection,
  wrong: readonly Disagreement[],
): Promise<readonly Disagreement[]> {
  if (!workflow || !('runId' in workflow) || !wrong.some(({ kind }) => MAY_KNOW_MORE.includes(kind))) return wrong;
  const { events } = await readHistory(client, record.head.receiptCode, workflow.runId);
  const lost = describeLost(events.filter((event) => !isSame(event, record.events[event.seq - 1])));
  return wrong.map((each) => (MAY_KNOW_MORE.includes(each.kind) ? { ...each, what: `${each.what}${lost}` } : each));
}

const MAY_KNOW_MORE: readonly Disagreement['kind'][] = ['workflow_ahead', 'workflow_differs', 'workflow_ended'];

function isSame(one: DossierEvent, other: DossierEvent | undefined): boolean {
  return other !== undefined && describeEvent(one) === describeEvent(other) && one.occurredAt === other.occurredAt;
}
