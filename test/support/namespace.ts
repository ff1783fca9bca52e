import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** A namespace that nobody else has: whoever runs the product's own queues or ids on a shared server needs one. */
export async function freshNamespace(address: string, purpose: string): Promise<string> {
  const namespace = `${purpose}-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await connection.close();
  return namespace;
}
