import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/**
 * The status codes of gRPC that we distinguish. `failedPrecondition`: the workflow cannot answer, because it has had no task yet or its
 * last
 * task failed. `deadlineExceeded`: nobody answered in time.
 */
export const GRPC_STATUS = { invalidArgument: 3, deadlineExceeded: 4, alreadyExists: 6, failedPrecondition: 9 } as const;

/** What Temporal's server answered, also inside an error of the SDK. Undefined: the error is no answer of the server. */
export function grpcStatusOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
