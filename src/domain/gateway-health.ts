import type { GatewayState, RefusalKind } from './gateway-state.ts';

/** What all workers know of a gateway (requirements §11.4). */
export type GatewayHealth = {
  readonly state: GatewayState;
  /** Hand-overs without an answer since its last answer. */
  readonly unanswered: number;
  /** Refusals of the kinds unavailable and configuration since its last success. */
  readonly refusals: number;
  /**
   * Its last hand-overs, the oldest first: `-` for one that was slow or had no answer, `+` for any other. What stands before the first `-`
   * is left out, so that a gateway that is well has an empty text.
   */
  readonly recent: string;
  /** It has left the shares and gets a trial message now and then. */
  readonly isAway: boolean;
};

/** How a hand-over ended. */
export type HandOverEnd = {
  readonly outcome: 'accepted' | 'duplicate' | RefusalKind;
  /** It took more than half of the gateway's time-out. */
  readonly isSlow: boolean;
  /** The gateway was away when it got the message: as a trial, or because no other may send it. */
  readonly isTrial: boolean;
};

/** Of a gateway of which nothing bad is known. */
export const WELL: GatewayHealth = { state: 'ok', unanswered: 0, refusals: 0, recent: '', isAway: false };

/** How often a gateway that is away gets a trial message, milliseconds. */
export const TRIAL_EVERY_MS = 60_000;

/** Hand-overs without an answer, with none answered between them, that make a gateway `unavailable`. */
const UNANSWERED_MAX = 5;
/** Refusals without a success between them with which a gateway leaves. */
const REFUSALS_MAX = 5;
/** How many of its last hand-overs are looked at, and how many of them must be slow or unanswered for it to leave. */
const [RECENT, RECENT_MAX] = [20, 10];

/** @param mayLeave another gateway is there; the last one never leaves */
export function afterHandOver(before: GatewayHealth, end: HandOverEnd, mayLeave: boolean): GatewayHealth {
  const comesBack = before.isAway && end.isTrial && isSuccess(end);
  const after = count(comesBack ? WELL : before, end);
  return { ...after, isAway: after.isAway || (mayLeave && hasFailed(after)) };
}

export function isSuccess({ outcome }: Pick<HandOverEnd, 'outcome'>): boolean {
  return outcome === 'accepted' || outcome === 'duplicate';
}

export function isWell(health: GatewayHealth): boolean {
  return health.state === 'ok' && health.unanswered === 0 && health.refusals === 0 && health.recent === '' && !health.isAway;
}

function count(before: GatewayHealth, end: HandOverEnd): GatewayHealth {
  const { outcome, isSlow } = end;
  const unanswered = outcome === 'unknown' ? before.unanswered + 1 : 0;
  const isRefusal = outcome === 'unavailable' || outcome === 'configuration';
  const recent = `${before.recent}${isSlow || outcome === 'unknown' ? '-' : '+'}`.slice(-RECENT).replace(/^\++/, '');
  return {
    state: stateAfter(before.state, outcome, unanswered),
    unanswered,
    refusals: isSuccess(end) ? 0 : before.refusals + (isRefusal ? 1 : 0),
    recent,
    isAway: before.isAway,
  };
}

/** A gateway that judges one message is there. */
function stateAfter(before: GatewayState, outcome: HandOverEnd['outcome'], unanswered: number): GatewayState {
  switch (outcome) {
    case 'accepted':
    case 'duplicate':
    case 'destination':
    case 'content':
      return 'ok';
    case 'unknown':
      return unanswered < UNANSWERED_MAX ? before : 'unavailable';
    case 'throttled':
      return 'throttled';
    case 'unavailable':
      return 'unavailable';
    case 'configuration':
      return 'misconfigured';
    case 'balance':
      return 'no_balance';
  }
}

function hasFailed({ refusals, recent }: GatewayHealth): boolean {
  return refusals >= REFUSALS_MAX || recent.replaceAll('+', '').length >= RECENT_MAX;
}
