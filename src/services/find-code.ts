import { readHeads } from '../db/dossiers.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** The code of the one dossier that has this whole code, in any spelling; null when there is none in this scope. */
export async function findCode({ database }: Pick<ServiceDeps, 'database'>, scope: Scope, text: string): Promise<ReceiptCode | null> {
  const [head] = await readHeads(database, [codeKey(text)]);
  return head !== undefined && isWithin(scope, head.agency) ? head.receiptCode : null;
}
