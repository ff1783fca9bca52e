import { ActivityNotFoundError, QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Dossier } from '../domain/dossier.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { GRPC_STATUS, grpcStatusOf } from './errors.ts';
import { FIRST_TASK_AFTER_MS } from './postpone-first-task.ts';
import { queryStatus } from './query-status.ts';
import { resendId, workflowId } from '../workflows/contract.ts';

/** What Temporal knows of a dossier's workflow. `underWay`: activities that it has started and that have not ended. */
export type WorkflowState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ended'; readonly status: string; readonly runId: string }
  | ({ readonly kind: 'running'; readonly dossier: Dossier } & Run)
  /** Nobody answered in time: no worker runs, or it is overloaded. */
  | ({ readonly kind: 'silent' } & Run)
  /** Its worker cannot go on with it. */
  | ({ readonly kind: 'broken'; readonly why: string } & Run);
type Run = { readonly runId: string; readonly underWay: number };

/** How long one question may take, milliseconds: it may have to wait for the first task of a new workflow. */
const DEADLINE_MS = FIRST_TASK_AFTER_MS + 1000;
/** After this many questions in a row that nobody answered there is no worker, and more questions would only take time. */
const SILENCES_TO_STOP = 8;

/** Asks workflows one by one, by id: `describe` needs no worker, the query does. @throws when Temporal does not answer */
export function openWorkflowStates(client: Client) {
  let silences = 0;

  const ask = async (code: ReceiptCode): Promise<{ readonly dossier: Dossier } | { readonly kind: 'silent' } | Broken> => {
    if (silences >= SILENCES_TO_STOP) return { kind: 'silent' };
    try {
      const dossier = await queryStatus(client, code, DEADLINE_MS);
      silences = 0;
      return { dossier };
    } catch (error) {
      const broken = brokenBy(error);
      if (broken) return broken;
      silences += 1;
      return { kind: 'silent' };
    }
  };

  return {
    /** False after `SILENCES_TO_STOP` questions in a row without an answer. */
    workerAnswers: () => silences < SILENCES_TO_STOP,

    async readState(code: ReceiptCode): Promise<WorkflowState> {
      const description = await describe(client, code);
      if (description === null) return { kind: 'missing' };
      const { runId, status, raw } = description;
      if (status.name !== 'RUNNING') return { kind: 'ended', status: status.name.toLowerCase(), runId };
      const run = { runId, underWay: raw.pendingActivities?.length ?? 0 };
      return { kind: 'running', ...run, ...(await ask(code)) };
    },

    /** Whether an operator's order to send this notice again is still under way. */
    async isBeingResent(key: string, nth: number): Promise<boolean> {
      try {
        const activity = client.activity.getHandle(resendId(key, nth));
        return (await within(client, () => activity.describe())).status === 'RUNNING';
      } catch (error) {
        if (error instanceof ActivityNotFoundError) return false;
        throw error;
      }
    },
  };
}

export type WorkflowStates = ReturnType<typeof openWorkflowStates>;

type Broken = { readonly kind: 'broken'; readonly why: string };

async function describe(client: Client, code: ReceiptCode) {
  try {
    return await within(client, () => client.workflow.getHandle(workflowId(code)).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Null: nobody answered. @throws an error that is not about this workflow but about the server */
function brokenBy(error: unknown): Broken | null {
  if (error instanceof QueryNotRegisteredError) return { kind: 'broken', why: 'it does not know the query' };
  const status = grpcStatusOf(error);
  if (status === GRPC_STATUS.failedPrecondition) return { kind: 'broken', why: 'its last workflow task failed' };
  if (status === GRPC_STATUS.deadlineExceeded) return null;
  throw error;
}

function within<T>(client: Client, ask: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + DEADLINE_MS, ask);
}
