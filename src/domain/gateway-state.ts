/** The state of a gateway, by its last answer to a hand-over. */
export const GATEWAY_STATES = ['ok', 'throttled', 'unavailable', 'misconfigured'] as const;
export type GatewayState = (typeof GATEWAY_STATES)[number];
