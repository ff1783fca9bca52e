import { auditJournal, type Audit } from '../db/audit.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Whether the journal is what was written (requirements §8). */
export function verifyJournal({ database }: Pick<ServiceDeps, 'database'>): Promise<Audit> {
  return auditJournal(database);
}
