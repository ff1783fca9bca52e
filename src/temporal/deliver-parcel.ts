import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Database } from '../db/open.ts';
import { readRecords } from '../db/dossier-records.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { Parcel } from './parcel.ts';
import { restartWorkflow, signalEvents, startWorkflow } from './start.ts';

/** How long one delivery may take, milliseconds; then the next sweep tries again. */
const DEADLINE_MS = 5000;

/** Signals the workflow, and starts it when there is none. A workflow that has ended has received everything. */
export async function deliverParcel(database: Database, client: Client, parcel: Parcel, firstTaskAfterMs: number): Promise<void> {
  await client.withDeadline(Date.now() + DEADLINE_MS, async () => {
    try {
      if (parcel.registration) await startWorkflow(client, parcel.registration, parcel.events, { firstTaskAfterMs });
      else await signalEvents(client, parcel.receiptCode, parcel.events);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) await restartFromJournal(database, client, parcel.receiptCode);
      else ignoreIfEnded(error);
    }
  });
}

/** Temporal lost the workflow, or somebody terminated it. The journal and the ledger have all that it needs. */
async function restartFromJournal(database: Database, client: Client, code: ReceiptCode): Promise<void> {
  const [record] = await readRecords(database, [codeKey(code)]);
  if (record) await restartWorkflow(client, record, 'ALLOW_DUPLICATE_FAILED_ONLY').catch(ignoreIfEnded);
}

/** The reuse policy forbids another run: the workflow has completed. */
function ignoreIfEnded(error: unknown): void {
  if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
}
