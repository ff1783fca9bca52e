import type { Client } from '@temporalio/client';
import { atOnce } from '../lib/at-once.ts';
import type { Database } from '../db/open.ts';
import { recordBatches, type DossierRecord } from '../db/records.ts';
import { disagreements, noticeDisagreements, NO_WORKER, PATIENCE_MS, type Disagreement } from './disagreements.ts';
import type { DossierEvent } from '../domain/dossier.ts';
import { lookUntilRight, type Ask, type Look } from './inspect.ts';
import { openWorkflowStates, type WorkflowStates } from '../temporal/state.ts';
import { inWords, ofStray, unwantedWorkflows } from './unwanted-workflows.ts';
import { readPast } from '../temporal/history.ts';

export type ReconcileDeps = {
  readonly database: Database;
  readonly client: Client;
  /** Dossiers looked at at a time. */
  readonly concurrency: number;
  /** How long what is due or under way may take before it counts, milliseconds. */
  readonly patienceMs?: number;
};

/** Lists every disagreement, when PostgreSQL and Temporal may come from different instants. Changes nothing. */
export async function* findDisagreements(deps: ReconcileDeps): AsyncGenerator<Disagreement> {
  const { database, client } = deps;
  const states = openWorkflowStates(client);
  for await (const batch of recordBatches(database)) yield* await disagreementsIn(deps, states, batch, 'asWanted');
  for await (const { strays, archived } of unwantedWorkflows(client, database)) {
    yield* strays.map(ofStray);
    yield* await disagreementsIn(deps, states, archived, 'always');
  }
  if (!states.workerAnswers()) yield { kind: 'workflow_silent', about: 'workflows', what: NO_WORKER };
}

async function disagreementsIn(
  deps: ReconcileDeps,
  states: WorkflowStates,
  batch: readonly DossierRecord[],
  ask: Ask,
): Promise<readonly Disagreement[]> {
  const looked = await atOnce(batch, deps.concurrency, async (record) => {
    const { look, wrong } = await lookUntilRight(deps.database, states, record, async (each) => wrongIn(deps, states, each), ask);
    return withWhatIsLost(deps.client, look, wrong);
  });
  return looked.flat();
}

export function wrongIn({ patienceMs = PATIENCE_MS }: ReconcileDeps, states: WorkflowStates, look: Look): readonly Disagreement[] {
  return [...disagreements(look, patienceMs, states), ...noticeDisagreements(look, patienceMs)];
}

/** Workflows that know more than the journal prove nothing, but they tell what is gone from it. */
export async function withWhatIsLost(client: Client, look: Look, wrong: readonly Disagreement[]): Promise<readonly Disagreement[]> {
  const { record, workflow } = look;
  if (!workflow || !('runId' in workflow) || !wrong.some(({ kind }) => KNOWS_MORE.includes(kind))) return wrong;
  const { events } = await readPast(client, record.head.receiptCode, workflow.runId);
  const lost = events.filter((event) => !isSame(event, record.events[event.seq - 1]));
  return wrong.map((each) =>
    KNOWS_MORE.includes(each.kind) && lost.length > 0 ? { ...each, what: `${each.what}; lost: ${lost.map(inWords).join('; ')}` } : each,
  );
}

const KNOWS_MORE: readonly Disagreement['kind'][] = ['workflow_ahead', 'workflow_differs', 'workflow_ended'];

function isSame(one: DossierEvent, other: DossierEvent | undefined): boolean {
  return other !== undefined && inWords(one) === inWords(other) && one.occurredAt === other.occurredAt;
}
