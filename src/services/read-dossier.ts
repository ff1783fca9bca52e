import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Dossier } from '../domain/dossier.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import { readFold, readHeads, type Head } from '../db/dossiers.ts';
import type { Database } from '../db/open.ts';
import { GRPC_STATUS, grpcStatusOf } from '../temporal/errors.ts';
import { statusQuery, workflowId } from '../workflows/contract.ts';
import { bulkhead, type Permit } from '../lib/bulkhead.ts';

export type Known = { readonly head: Head; readonly dossier: Dossier; readonly source: InquirySource };

/** What the workflow of this code says, asked before its head was read; null when it may not be asked, or does not answer. */
export type AskedAhead = { readonly code: ReceiptCode; readonly dossier: Promise<Dossier | null> };

/** Reads a dossier from whoever knows it soonest and is not behind the journal (requirements §7.6). */
export type DossierReader = {
  /** Null: no such dossier. @throws when PostgreSQL cannot say */
  readonly byKey: (key: CodeKey) => Promise<Known | null>;
  /** What was asked ahead is not asked again. */
  readonly byHead: (head: Head, ahead?: AskedAhead | null) => Promise<Known>;
  /** Asks beside the reading of the head: it saves a citizen that time, and is for nothing when there is no such dossier. */
  readonly askAhead: (code: ReceiptCode) => AskedAhead;
  /** When PostgreSQL is away: what the workflow of this very code says, if it answers. */
  readonly byWorkflowAlone: (key: CodeKey) => Promise<Dossier | null>;
};

type ReaderDeps = {
  readonly database: Database;
  /** Without retries. */
  readonly queries: Client;
  readonly deadlineMs: number;
  /** This process has events for that workflow under way: it cannot know them yet. */
  readonly isPending: (key: CodeKey) => boolean;
  readonly answered: (source: InquirySource) => void;
};

/** A query under a deadline behind a bulkhead; else, and whenever the workflow is behind, the fold of the journal. */
export function createReader({ database, queries, deadlineMs, isPending, answered }: ReaderDeps): DossierReader {
  const gate = bulkhead();

  const ask = (permit: Permit, code: ReceiptCode | CodeKey) =>
    gate.run(
      permit,
      () => queries.withDeadline(Date.now() + deadlineMs, () => queries.workflow.getHandle(workflowId(code)).query(statusQuery)),
      speaksOfTheServer,
    );

  const askAhead = (code: ReceiptCode): AskedAhead => {
    const permit = gate.permit();
    const answer = permit === 'refuse' ? null : ask(permit, code).catch(() => null);
    return { code, dossier: Promise.resolve(permit === 'ask' ? answer : null) };
  };

  const fromWorkflow = async (head: Head, ahead: AskedAhead | null): Promise<Dossier | null> => {
    if (head.closed || isPending(head.codeKey)) return null;
    const asked = ahead?.code === head.receiptCode ? ahead : askAhead(head.receiptCode);
    const dossier = await asked.dossier;
    return dossier !== null && dossier.seq >= head.seq ? dossier : null;
  };

  const find = async (head: Head, ahead: AskedAhead | null): Promise<Known> => {
    if (head.snapshot) return { head, dossier: head.snapshot, source: 'archive' };
    const dossier = await fromWorkflow(head, ahead);
    if (dossier) return { head, dossier, source: 'workflow' };
    const folded = await readFold(database, head.codeKey);
    if (!folded) throw new Error(`dossier ${head.codeKey} has no journal`);
    return { head, dossier: folded, source: 'journal' };
  };

  const byHead = async (head: Head, ahead: AskedAhead | null = null): Promise<Known> => {
    const known = await find(head, ahead);
    answered(known.source);
    return known;
  };
  return {
    byHead,
    askAhead,
    async byWorkflowAlone(key) {
      const permit = gate.permit();
      return permit === 'refuse' ? null : ask(permit, key).catch(() => null);
    },
    async byKey(key) {
      const [head] = await readHeads(database, [key]);
      return head ? byHead(head) : null;
    },
  };
}

/** A workflow that is not there yet, or has not had its first task, or cannot go on says nothing about the others. */
function speaksOfTheServer(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) return false;
  return grpcStatusOf(error) !== GRPC_STATUS.failedPrecondition;
}
