import type { Client } from '@temporalio/client';
import { instantOf, plusDays, type LocalDate } from '../domain/calendar.ts';
import { readFixedName } from '../domain/fixed-names.ts';
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
  const nextPageToken = Buffer.from(token ?? '', 'base64');
  if (token !== null && (token === '' || nextPageToken.toString('base64') !== token)) return { kind: 'not_understood' };
  const request = { namespace: client.options.namespace, query: visibilityQuery(filter), pageSize };
  const ask = (more: object) =>
    client.withDeadline(Date.now() + DEADLINE_MS, () => client.workflowService.listWorkflowExecutions({ ...request, ...more }));
  try {
    const answer = await ask(token === null ? {} : { nextPageToken });
    const keys = answer.executions.map(({ execution }) => codeKey((execution?.workflowId ?? '').slice(WORKFLOW_ID_PREFIX.length)));
    const next = answer.nextPageToken.length > 0 ? Buffer.from(answer.nextPageToken).toString('base64') : null;
    return { kind: 'listed', keys, nextToken: next };
  } catch (error) {
    const status = grpcStatusOf(error);
    if (status === undefined) throw error;
    if (status === GRPC_STATUS.invalidArgument) return { kind: 'not_understood' };
    // Temporal calls a token that it cannot read a fault of its own. When it gives the first page, the token is at fault.
    const answersWithoutToken =
      token !== null &&
      (await ask({ pageSize: 1 }).then(
        () => true,
        () => false,
      ));
    return { kind: answersWithoutToken ? 'not_understood' : 'unavailable' };
  }
}

/**
 * The filter in Temporal's list language, as far as Temporal can apply it; whoever asks filters the rest. A name that is not fixed may be
 * kept in another spelling than it is asked for (requirements §4.3). On PostgreSQL, Temporal takes a `?` within a text for a placeholder.
 */
function visibilityQuery({ agency, step, state, due }: DossierFilter): string {
  const { name: dueDate } = SEARCH_ATTRIBUTES.dueDate;
  const terms = [
    `WorkflowType = ${quote(WORKFLOW_TYPE)}`,
    `ExecutionStatus = 'Running'`,
    isEqual(SEARCH_ATTRIBUTES.agency.name, agency),
    isEqual(SEARCH_ATTRIBUTES.step.name, readFixedName(step ?? '')),
    isEqual(SEARCH_ATTRIBUTES.state.name, readFixedName(state ?? '')),
    // SQLite keeps an instant with milliseconds and does not find it by one without
    due && `${dueDate} >= ${quote(instantOf(due, 0))} AND ${dueDate} < ${quote(instantOf(plusDays(due, 1), 0))}`,
  ];
  return terms.filter((term) => term !== undefined).join(' AND ');
}

function isEqual(attribute: string, value: string | undefined): string | undefined {
  return value === undefined || value.includes('?') ? undefined : `${attribute} = ${quote(value)}`;
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
