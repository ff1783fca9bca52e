import type { Client } from '@temporalio/client';
import { instantOf, type LocalDate } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import { readName } from '../domain/fixed-names.ts';
import { codeKey, type CodeKey } from '../domain/receipt-code.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { keysWithNotices } from '../db/dossier-keys.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import type { Contact } from '../db/journal.ts';
import type { Database } from '../db/open.ts';
import { attributes, WORKFLOW_ID_PREFIX, WORKFLOW_TYPE } from '../workflows/contract.ts';

export type DossierFilter = {
  readonly agency?: string | undefined;
  readonly step?: string | undefined;
  readonly state?: string | undefined;
  readonly due?: LocalDate | undefined;
};

/** A filter in Temporal's list language. */
export function visibilityQuery({ agency, step, state, due }: DossierFilter): string {
  const terms = [
    `WorkflowType = ${quoted(WORKFLOW_TYPE)}`,
    `ExecutionStatus = 'Running'`,
    agency === undefined ? null : `${attributes.agency.name} = ${quoted(agency)}`,
    step === undefined ? null : `${attributes.step.name} = ${quoted(readName(step))}`,
    state === undefined ? null : `${attributes.state.name} = ${quoted(readName(state))}`,
    due === undefined ? null : `${attributes.dueDate.name} = ${quoted(instantOf(due, 0))}`,
  ];
  return terms.filter((term) => term !== null).join(' AND ');
}

/** `nextToken` null: the last page. */
export type Page = { readonly dossiers: readonly OpenDossier[]; readonly nextToken: string | null };
export type OpenDossier = { readonly dossier: Dossier; readonly contact: Contact };

/** One page of the open dossiers, each as its journal tells it: two statements a page, and no query to a workflow. */
export async function openDossiers(
  client: Client,
  database: Database,
  query: string,
  pageSize: number,
  token: string | null,
): Promise<Page> {
  const nextPageToken = token === null ? undefined : Buffer.from(token, 'base64');
  const answer = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query,
      pageSize,
      ...(nextPageToken ? { nextPageToken } : {}),
    }),
  );
  const keys = answer.executions.map(({ execution }) => codeKey((execution?.workflowId ?? '').slice(WORKFLOW_ID_PREFIX.length)));
  const next = answer.nextPageToken.length > 0 ? Buffer.from(answer.nextPageToken).toString('base64') : null;
  return { dossiers: await foldAll(database, keys), nextToken: next };
}

/** The same, of those with a notice in one of these states: the ledger knows what became of it last, also by a receipt or a resend. */
export async function troubledDossiers(
  database: Database,
  statuses: readonly NoticeStatus[],
  filter: DossierFilter,
  pageSize: number,
  token: string | null,
): Promise<Page> {
  const keys = await keysWithNotices(database, statuses, token ?? '', pageSize);
  const dossiers = (await foldAll(database, keys)).filter(({ dossier }) => fits(dossier, filter));
  return { dossiers, nextToken: keys.length < pageSize ? null : (keys.at(-1) ?? null) };
}

function fits(dossier: Dossier, { agency, step, state, due }: DossierFilter): boolean {
  const wanted = [
    [agency, dossier.agency],
    [step === undefined ? step : readName(step), dossier.step],
    [state === undefined ? state : readName(state), dossier.state],
    [due, dossier.dueDate],
  ];
  return wanted.every(([asked, is]) => asked === undefined || asked === is);
}

const DEADLINE_MS = 5000;

async function foldAll(database: Database, keys: readonly CodeKey[]): Promise<OpenDossier[]> {
  if (keys.length === 0) return [];
  const [heads, journals] = await Promise.all([readHeads(database, keys), readEntries(database, keys)]);
  const byKey = new Map(heads.map((head) => [head.codeKey, head]));
  return keys.flatMap((key) => {
    const [head, entries] = [byKey.get(key), journals.get(key)];
    return head && entries ? [{ dossier: foldEntries(entries), contact: head.contact }] : [];
  });
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
