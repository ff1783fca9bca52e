import type { ReceiptCode } from '../domain/receipt-code.ts';
import { workflowId } from '../workflows/contract.ts';

/** Where the Temporal UI shows a dossier's workflow, below the address of the namespace there. */
export function workflowPage(code: ReceiptCode): string {
  return `/workflows/${encodeURIComponent(workflowId(code))}`;
}
