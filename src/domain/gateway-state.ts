/** The state of a gateway: by its last answer to a hand-over, or `unavailable` when it gave none repeatedly. */
export const GATEWAY_STATES = ['ok', 'throttled', 'unavailable', 'misconfigured'] as const;
export type GatewayState = (typeof GATEWAY_STATES)[number];

/** A gateway that leaves so many hand-overs without an answer, with none answered between them, is `unavailable`. */
export const UNANSWERED_MAX = 5;
