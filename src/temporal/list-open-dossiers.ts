import type { Client } from '@temporalio/client';
import { instantOf, type LocalDate } from '../domain/calendar.ts';
import { readName } from '../domain/fixed-names.ts';
import { codeKey, type CodeKey } from '../domain/receipt-code.ts';
import { SEARCH_ATTRIBUTES, WORKFLOW_ID_PREFIX, WORKFLOW_TYPE } from '../workflows/contract.ts';
import { GRPC_STATUS, grpcStatusOf } from './errors.ts';

export type DossierFilter = {
  readonly agency?: string | undefined;
  readonly step?: string | undefined;
  readonly state?: string | undefined;
  readonly due?: LocalDate | undefined;
};

/** `nextToken` is null on the last page. Temporal refuses a token or a filter that it does not understand. */
export type OpenDossiers =
  | { readonly kind: 'listed'; readonly keys: readonly CodeKey[]; readonly nextToken: string | null }
  | { readonly kind: 'not_understood' | 'unavailable' };

const DEADLINE_MS = 5000;

/** One page of the open dossiers by Temporal's visibility, which may be a moment behind a write. */
export async function listOpenDossiers(
  client: Client,
  filter: DossierFilter,
  pageSize: number,
  token: string | null,
): Promise<OpenDossiers> {
  const nextPageToken = token === null ? {} : { nextPageToken: Buffer.from(token, 'base64') };
  const request = { namespace: client.options.namespace, query: visibilityQuery(filter), pageSize, ...nextPageToken };
  try {
    const answer = await client.withDeadline(Date.now() + DEADLINE_MS, () => client.workflowService.listWorkflowExecutions(request));
    const keys = answer.executions.map(({ execution }) => codeKey((execution?.workflowId ?? '').slice(WORKFLOW_ID_PREFIX.length)));
    const next = answer.nextPageToken.length > 0 ? Buffer.from(answer.nextPageToken).toString('base64') : null;
    return { kind: 'listed', keys, nextToken: next };
  } catch (error) {
    const status = grpcStatusOf(error);
    if (status === undefined) throw error;
    return { kind: status === GRPC_STATUS.invalidArgument ? 'not_understood' : 'unavailable' };
  }
}

/** The filter in Temporal's list language. */
function visibilityQuery({ agency, step, state, due }: DossierFilter): string {
  const terms = [
    `WorkflowType = ${quote(WORKFLOW_TYPE)}`,
    `ExecutionStatus = 'Running'`,
    agency === undefined ? null : `${SEARCH_ATTRIBUTES.agency.name} = ${quote(agency)}`,
    step === undefined ? null : `${SEARCH_ATTRIBUTES.step.name} = ${quote(readName(step))}`,
    state === undefined ? null : `${SEARCH_ATTRIBUTES.state.name} = ${quote(readName(state))}`,
    due === undefined ? null : `${SEARCH_ATTRIBUTES.dueDate.name} = ${quote(instantOf(due, 0))}`,
  ];
  return terms.filter((term) => term !== null).join(' AND ');
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
