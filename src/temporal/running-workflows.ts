import type { Client } from '@temporalio/client';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { WORKFLOW_ID_PREFIX, WORKFLOW_TYPE, workflowId } from '../workflows/contract.ts';

export type RunningWorkflow = { readonly code: ReceiptCode; readonly runId: string };

/** All running workflows of dossiers by Temporal's visibility, which may be a moment behind. */
export async function* listRunningWorkflows(client: Client): AsyncGenerator<RunningWorkflow> {
  const query = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, runId } of client.workflow.list({ query }))
    yield { code: workflowId.slice(WORKFLOW_ID_PREFIX.length) as ReceiptCode, runId };
}

/** Ends a workflow at once: it sends nothing more. @param reason is shown in Temporal's UI */
export async function terminateWorkflow(client: Client, { code, runId }: RunningWorkflow, reason: string): Promise<void> {
  await client.workflow.getHandle(workflowId(code), runId).terminate(reason);
}
