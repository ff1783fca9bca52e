import { ApplicationFailure } from '@temporalio/activity';

/**
 * How long a notice waits until it is asked again whether a worker's settings name what it needs, milliseconds. Short waits would take the
 * turns of other notices.
 */
export const WAIT_FOR_SETTINGS_MS = 300_000;

/** The error by which Temporal tries an activity again: after `afterMs`, or with 0 after the interval of its retry policy. */
export function tryLater(message: string, afterMs = 0): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'TryLater', ...(afterMs > 0 ? { nextRetryDelay: Math.ceil(afterMs) } : {}) });
}
