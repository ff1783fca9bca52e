/** The state of a gateway: by its last answer to a hand-over, or `unavailable` when it gave none repeatedly. */
export const GATEWAY_STATES = ['ok', 'throttled', 'unavailable', 'misconfigured', 'no_balance'] as const;
export type GatewayState = (typeof GATEWAY_STATES)[number];

/** How a hand-over may end without success (requirements §11.2). `unknown`: nobody knows whether the gateway has the message. */
export const REFUSAL_KINDS = ['destination', 'content', 'throttled', 'balance', 'configuration', 'unavailable', 'unknown'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];
