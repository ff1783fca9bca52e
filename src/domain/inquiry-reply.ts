/** A reply that leaves by a call of its own (requirements §11.5). `uncertain`: the gateway's answer was lost, and it may have left. */
export const REPLY_STATUSES = ['created', 'sending', 'sent', 'failed', 'uncertain'] as const;
export type ReplyStatus = (typeof REPLY_STATUSES)[number];

/** How long after the question its reply may leave, milliseconds. After that the citizen has asked again. */
export const REPLY_WITHIN_MS = 600_000;

/** How long after a question the same text of the same sender is a repeat, where a gateway numbers repeats anew (requirements §7.4). */
export const REPEAT_WITHIN_MS = 60_000;
