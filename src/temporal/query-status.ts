import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Dossier } from '../domain/dossier.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { statusQuery, workflowId } from '../workflows/contract.ts';
import { GRPC_STATUS, grpcStatusOf } from './errors.ts';

/** Asks the workflow of a dossier what it knows. @throws also when there is no answer within `deadlineMs` */
export function queryStatus(client: Client, code: ReceiptCode | CodeKey, deadlineMs: number): Promise<Dossier> {
  const handle = client.workflow.getHandle(workflowId(code));
  return client.withDeadline(Date.now() + deadlineMs, () => handle.query(statusQuery));
}

/** Whether the server failed. One workflow may be missing, before its first task, or stuck, and that says nothing of the others. */
export function isServerFailure(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) return false;
  return grpcStatusOf(error) !== GRPC_STATUS.failedPrecondition;
}
