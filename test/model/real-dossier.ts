import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { msToTs, requiredTsToMs } from '@temporalio/common/lib/time.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier, DossierEvent, Registration } from '../../src/domain/dossier.ts';
import { eventSignal, statusQuery, WORKFLOW_TYPE, workflowId, type DossierInput } from '../../src/workflows/contract.ts';
import { untilItWorks } from '../support/workflow-world.ts';
import type { World } from './world.ts';

/** How long a dossier may be busy, real time, before that itself is a failure. */
const QUIET_WITHIN_MS = 90_000;

/** What Temporal says of an order to the world that has no end yet. */
export type PendingOrder = { readonly isRunning: boolean; readonly attempt: number };

/** One dossier's workflow on the real server, with a clock of its own. */
export function realDossier({ service, client, namespace, taskQueue }: World, registration: Registration) {
  const id = workflowId(registration.receiptCode);
  const workflowExecution = { workflowId: id };
  const handle = client.workflow.getHandle(id);
  /** Of the last fast-forward; what its clock is ahead of ours. */
  const clock = { fastForwardId: '', aheadMs: 0 };
  /** Events of its history when it was last looked at. */
  let seen = 0;

  const describe = async () => {
    const { workflowExtendedInfo, workflowExecutionInfo, pendingWorkflowTask, pendingActivities } = await service.describeWorkflowExecution(
      {
        namespace,
        execution: workflowExecution,
      },
    );
    seen = Number(workflowExecutionInfo?.historyLength);
    const skipping = workflowExtendedInfo?.timeSkippingInfo;
    if (skipping?.currentTime) clock.aheadMs = requiredTsToMs(skipping.currentTime, 'currentTime') - Date.now();
    const config = skipping?.effectiveConfig; // no longer enabled when it is there
    return {
      isClosed: workflowExecutionInfo?.closeTime != null,
      isIdle: seen >= BEGUN && !pendingWorkflowTask && config?.fastForwardConfig?.id === clock.fastForwardId && !config.enabled,
      pending: (pendingActivities ?? []).map(({ state, attempt }): PendingOrder => ({
        isRunning: state === STARTED,
        attempt: attempt ?? 0,
      })),
    };
  };
  const skippingFor = (durationMs: number) => {
    clock.fastForwardId = randomUUID();
    return {
      enabled: true,
      maxSessionSkipCount: 10_000,
      fastForwardConfig: { id: clock.fastForwardId, duration: msToTs(Math.max(1, Math.ceil(durationMs))) },
    };
  };

  return {
    /** Its first task runs at that moment of its own clock. */
    async start(atMs: number) {
      const delayMs = atMs - Date.now();
      const input: DossierInput = { registration, knownEnds: {} };
      await service.startWorkflowExecution({
        namespace,
        ...workflowExecution,
        workflowType: { name: WORKFLOW_TYPE },
        taskQueue: { name: taskQueue },
        input: { payloads: toPayloads(defaultPayloadConverter, input) ?? [] },
        requestId: randomUUID(),
        workflowStartDelay: msToTs(delayMs),
        timeSkippingConfig: skippingFor(delayMs + FIRST_TASK_MS),
      });
    },
    signal: (events: readonly DossierEvent[]) => handle.signal(eventSignal, events),
    /** Asked again when nobody answers: the worker asked may just have been killed. */
    status: (): Promise<Dossier> => untilItWorks(() => client.withDeadline(Date.now() + 3000, () => handle.query(statusQuery))),
    /**
     * Whether it has gone on since the last check, or a timer is past its time by its own clock and has not fired. A busy server fires it
     * seconds later, and until then everything looks at rest.
     */
    async goesOn(): Promise<boolean> {
      const { events } = await handle.fetchHistory();
      const dueMs = new Map<string, number>();
      for (const { eventId, eventTime, timerStartedEventAttributes: started, ...event } of events ?? []) {
        if (started)
          dueMs.set(String(eventId), requiredTsToMs(eventTime, 'eventTime') + requiredTsToMs(started.startToFireTimeout, 'timer'));
        const ended = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
        if (ended) dueMs.delete(String(ended.startedEventId));
      }
      return (events ?? []).length > seen || [...dueMs.values()].some((atMs) => atMs <= Date.now() + clock.aheadMs);
    },
    async fastForward(untilMs: number) {
      await service.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution,
        workflowExecutionOptions: { timeSkippingConfig: skippingFor(untilMs - Date.now() - clock.aheadMs) },
        updateMask: { paths: ['time_skipping_config'] },
      });
    },
    /** Until nothing is under way any more but what the world keeps waiting. Tells whether it is over. */
    async quiet(isWaiting: (pending: readonly PendingOrder[]) => boolean): Promise<boolean> {
      const until = Date.now() + QUIET_WITHIN_MS;
      for (let waitMs = 4; Date.now() < until; waitMs = Math.min(waitMs * 1.5, 150)) {
        const { isClosed, isIdle, pending } = await describe();
        if (isClosed || (isIdle && isWaiting(pending))) return isClosed;
        await sleep(waitMs);
      }
      throw new Error(
        `${registration.receiptCode} does not come to rest within ${QUIET_WITHIN_MS} ms: ${JSON.stringify(await describe())}`,
      );
    },
  };
}

/** Longer than the first task ever takes: the server skips past the end of a fast-forward that comes while a task runs. */
const FIRST_TASK_MS = 60_000;
/** Events of a history whose first task is there; before, it looks idle for a moment. */
const BEGUN = 5;
/** `PENDING_ACTIVITY_STATE_STARTED` of Temporal's API. */
const STARTED = 2;
