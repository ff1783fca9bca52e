import type { Client, WorkflowStartOptions } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { DossierRecord } from '../db/dossier-records.ts';
import { register, type DossierEvent, type Registration } from '../domain/dossier.ts';
import type { LedgerRow } from '../domain/ledger-row.ts';
import { isOver } from '../domain/notice-status.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { dossierSummary } from '../domain/temporal-summaries.ts';
import {
  searchAttributesOf,
  DOSSIERS_QUEUE,
  eventSignal,
  WORKFLOW_TYPE,
  workflowId,
  type DossierInput,
  type KnownEnds,
} from '../workflows/contract.ts';

type Reuse = NonNullable<WorkflowStartOptions['workflowIdReusePolicy']>;
type StartOptions = { readonly knownEnds?: KnownEnds; readonly reuse?: Reuse; readonly firstTaskAfterMs?: number };

/** Events in one signal: far below Temporal's limit of 2 MB. */
const SIGNAL_EVENTS_MAX = 500;

/**
 * Starts a dossier's workflow, or finds it running, and signals it these events. Until `firstTaskAfterMs` a new workflow answers no query,
 * and its signals wait for its first task.
 * @throws when the reuse policy forbids another run
 */
export async function startWorkflow(
  client: Client,
  registration: Registration,
  events: readonly DossierEvent[],
  { knownEnds = {}, reuse = 'ALLOW_DUPLICATE_FAILED_ONLY', firstTaskAfterMs = 0 }: StartOptions = {},
): Promise<void> {
  const { receiptCode, agency } = registration;
  const input: DossierInput = { registration, knownEnds };
  const options = {
    workflowId: workflowId(receiptCode),
    taskQueue: DOSSIERS_QUEUE,
    args: [input],
    priority: { fairnessKey: agency },
    ...(firstTaskAfterMs > 0 ? { startDelay: firstTaskAfterMs } : {}),
    workflowIdReusePolicy: reuse,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: dossierSummary(registration),
    typedSearchAttributes: new TypedSearchAttributes().updateCopy([...searchAttributesOf(register(registration), null)]),
  } as const;
  const [first, ...rest] = splitForSignals(events);
  if (first === undefined) return void (await client.workflow.start(WORKFLOW_TYPE, options));
  const handle = await client.workflow.signalWithStart(WORKFLOW_TYPE, { ...options, signal: eventSignal, signalArgs: [first] });
  for (const part of rest) await handle.signal(eventSignal, part);
}

/** Starts a workflow in place of a lost one. It receives the whole journal, and sends no notice whose end the ledger knows. */
export function restartWorkflow(client: Client, { registration, events, rows }: DossierRecord, reuse: Reuse): Promise<void> {
  return startWorkflow(client, registration, events, { knownEnds: knownEndsIn(rows), reuse });
}

/** A workflow ignores an event that it has already: it knows by `seq`. */
export async function signalEvents(client: Client, code: ReceiptCode, events: readonly DossierEvent[]): Promise<void> {
  const handle = client.workflow.getHandle(workflowId(code));
  for (const part of splitForSignals(events)) await handle.signal(eventSignal, part);
}

function knownEndsIn(rows: readonly LedgerRow[]): KnownEnds {
  return Object.fromEntries(rows.filter((row) => isOver(row, row.notice.kind)).map(({ key, status }) => [key, status]));
}

function splitForSignals(events: readonly DossierEvent[]): (readonly DossierEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / SIGNAL_EVENTS_MAX) }, (_, i) =>
    events.slice(i * SIGNAL_EVENTS_MAX, (i + 1) * SIGNAL_EVENTS_MAX),
  );
}
