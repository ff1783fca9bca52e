import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { DossierRecord } from '../db/records.ts';
import { register, type DossierEvent, type Registration } from '../domain/dossier.ts';
import type { LedgerRow } from '../domain/ledger-row.ts';
import { isOver } from '../domain/notice-status.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { attributePairs, DOSSIERS_QUEUE, eventSignal, WORKFLOW_TYPE, workflowId, type KnownEnds } from '../workflows/contract.ts';

type Reuse = NonNullable<WorkflowStartOptions['workflowIdReusePolicy']>;
/** `firstTaskAfterMs`: until then it answers no query, and signals gather for its first task. */
type Start = { readonly known?: KnownEnds; readonly reuse?: Reuse; readonly firstTaskAfterMs?: number };

/**
 * While more wait than leave at a time, a new workflow is in Temporal at once but has its first task this much later, milliseconds: it has nothing
 * to do yet that could not wait, and what is told it meanwhile is done in the same task.
 */
export const FIRST_TASK_AFTER_MS = 8000;

/** Of every workflow started since 1.2. */
const TELLS_AT_ONCE = true;

/** In one signal, far below Temporal's 2 MB. */
const EVENTS_A_SIGNAL = 500;

/** Starts a dossier's workflow, or finds it running, and tells it these events. @throws when the reuse policy forbids another run */
export async function startWorkflow(
  client: Client,
  registration: Registration,
  events: readonly DossierEvent[],
  { known = {}, reuse = 'ALLOW_DUPLICATE_FAILED_ONLY', firstTaskAfterMs = 0 }: Start = {},
): Promise<void> {
  const { receiptCode, agency } = registration;
  const options = {
    workflowId: workflowId(receiptCode),
    taskQueue: DOSSIERS_QUEUE,
    args: [registration, known, TELLS_AT_ONCE],
    priority: { fairnessKey: agency },
    ...(firstTaskAfterMs > 0 ? { startDelay: firstTaskAfterMs } : {}),
    workflowIdReusePolicy: reuse,
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: new TypedSearchAttributes().updateCopy([...attributePairs(register(registration), null)]),
  } as const;
  const [first, ...rest] = parts(events);
  if (first === undefined) return void (await client.workflow.start(WORKFLOW_TYPE, options));
  const handle = await client.workflow.signalWithStart(WORKFLOW_TYPE, { ...options, signal: eventSignal, signalArgs: [first] });
  for (const part of rest) await handle.signal(eventSignal, part);
}

/** One in the place of a workflow that is lost: with the whole journal, and without what the ledger knows the end of. */
export function restartWorkflow(client: Client, { registration, events, rows }: DossierRecord, reuse: Reuse): Promise<void> {
  return startWorkflow(client, registration, events, { known: knownEnds(rows), reuse });
}

/** What a workflow knows already it drops by `seq`. */
export async function tellEvents(client: Client, code: ReceiptCode, events: readonly DossierEvent[]): Promise<void> {
  const handle = client.workflow.getHandle(workflowId(code));
  for (const part of parts(events)) await handle.signal(eventSignal, part);
}

function knownEnds(rows: readonly LedgerRow[]): KnownEnds {
  return Object.fromEntries(rows.filter((row) => isOver(row, row.notice.kind)).map(({ key, status }) => [key, status]));
}

function parts(events: readonly DossierEvent[]): (readonly DossierEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / EVENTS_A_SIGNAL) }, (_, i) =>
    events.slice(i * EVENTS_A_SIGNAL, (i + 1) * EVENTS_A_SIGNAL),
  );
}
