import { ApplicationFailure } from '@temporalio/activity';

/** The error by which Temporal tries an activity again: after `afterMs`, or with 0 after the interval of its retry policy. */
export function tryLater(message: string, afterMs = 0): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'TryLater', ...(afterMs > 0 ? { nextRetryDelay: Math.ceil(afterMs) } : {}) });
}
