import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** What the Temporal UI writes beside an activity that belongs to no workflow, or null. */
export async function activitySummary(client: Client, activityId: string): Promise<string | null> {
  const { namespace } = client.options;
  const { info } = await client.workflowService.describeActivityExecution({ namespace, activityId });
  const summary = info?.userMetadata?.summary;
  return summary ? defaultPayloadConverter.fromPayload<string>(summary) : null;
}
