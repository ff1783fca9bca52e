/**
 * While more parcels wait than are delivered at a time, a new workflow has its first task this much later, milliseconds. It has nothing to
 * do yet that could not wait, and all events that it receives meanwhile are done in the same task.
 */
export const FIRST_TASK_AFTER_MS = 8000;
