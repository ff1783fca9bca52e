import type { Dossier } from '../domain/dossier.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import { readFoldedDossier, readHeads, type DossierHead } from '../db/dossiers.ts';
import type { Database } from '../db/open.ts';
import { createBulkhead } from '../lib/bulkhead.ts';
import type { Temporal } from '../temporal/connect.ts';
import { isServerFailure, queryStatus } from '../temporal/query-status.ts';

export type KnownDossier = { readonly head: DossierHead; readonly dossier: Dossier; readonly source: InquirySource };

/** Reads a dossier from whoever knows it soonest and is not behind the journal (requirements §7.6). */
export type DossierReader = {
  /** Null when there is no such dossier in this scope. @throws when PostgreSQL is unavailable */
  readonly byKey: (scope: Scope, key: CodeKey) => Promise<KnownDossier | null>;
  readonly byHead: (head: DossierHead) => Promise<KnownDossier>;
  /** For when PostgreSQL is away: what the workflow with exactly this code says, or null. */
  readonly byWorkflowAlone: (key: CodeKey) => Promise<Dossier | null>;
};

type ReaderDeps = {
  readonly database: Database;
  /** A client that never retries. */
  readonly queries: Temporal['queries'];
  readonly deadlineMs: number;
  /** Whether this process still has events to deliver to the workflow, which therefore cannot know them yet. */
  readonly isPending: (key: CodeKey) => boolean;
  readonly onRead: (source: InquirySource) => void;
};

/** Asks the workflow, under a deadline and behind a bulkhead. When it does not answer or is behind, folds the journal. */
export function createDossierReader({ database, queries, deadlineMs, isPending, onRead }: ReaderDeps): DossierReader {
  const bulkhead = createBulkhead();

  const query = (permit: 'ask' | 'probe', code: ReceiptCode | CodeKey): Promise<Dossier | null> =>
    bulkhead.run(permit, () => queryStatus(queries, code, deadlineMs), isServerFailure).catch(() => null);

  const askWorkflow = async (code: ReceiptCode): Promise<Dossier | null> => {
    const permit = bulkhead.permit();
    if (permit === 'refuse') return null;
    const answer = query(permit, code);
    return permit === 'ask' ? answer : null;
  };

  const readWorkflow = async (head: DossierHead): Promise<Dossier | null> => {
    if (head.closed || isPending(head.codeKey)) return null;
    const dossier = await askWorkflow(head.receiptCode);
    return dossier !== null && dossier.seq >= head.seq ? dossier : null;
  };

  const read = async (head: DossierHead): Promise<KnownDossier> => {
    const { seq } = head; // an `informed` after the close counts as an event of the dossier (requirements §4.9)
    if (head.snapshot) return { head, dossier: { ...head.snapshot, seq }, source: 'archive' };
    const current = await readWorkflow(head);
    if (current) return { head, dossier: current, source: 'workflow' };
    const folded = await readFoldedDossier(database, head.codeKey);
    if (!folded) throw new Error(`expected a journal of dossier ${head.codeKey}, found none`);
    return { head, dossier: head.closed ? { ...folded, seq } : folded, source: 'journal' };
  };

  const byHead = async (head: DossierHead): Promise<KnownDossier> => {
    const known = await read(head);
    onRead(known.source);
    return known;
  };

  return {
    async byKey(scope, key) {
      const [head] = await readHeads(database, [key]);
      return head && isWithin(scope, head.agency) ? byHead(head) : null;
    },
    byHead,
    async byWorkflowAlone(key) {
      const permit = bulkhead.permit();
      return permit === 'refuse' ? null : query(permit, key);
    },
  };
}
