import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** Of a workflow that cannot answer: it has had no task yet, or its last one failed; nobody answered in time. */
export const GRPC_STATUS = { deadlineExceeded: 4, failedPrecondition: 9 } as const;

/** What Temporal's server said, also within the SDK's own error; undefined when it is no answer of the server. */
export function grpcStatusOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
