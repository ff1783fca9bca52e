import type { Agency } from './agency.ts';
import { fractionOf } from './fraction-of.ts';

/** A gateway that may send a notice, as things stand. */
export type Candidate = {
  readonly name: string;
  /** Its part of the messages, beside the shares of the others; 0 to 100. */
  readonly share: number;
  /** It has left the shares (gateway-health.ts). */
  readonly isAway: boolean;
  /** Nobody sends through it now: it said so, or a person has to act. */
  readonly isPaused: boolean;
  /** The next trial message may go through it while it is away. */
  readonly isTrialDue: boolean;
};

/** `isTrial`: only if nobody else takes this trial. */
export type GatewayChoice = { readonly name: string; readonly isTrial: boolean };

/** Whether the agency's sender is registered on a gateway; no other is considered (requirements §11.4). */
export function isRegisteredOn(gateway: string, { gateways }: Pick<Agency, 'gateways'>): boolean {
  return gateways === null || gateways.includes(gateway);
}

/**
 * Chooses the gateway of a notice (requirements §11.4): by the shares, of those that are there. What is paused holds nothing up that
 * another may send. When nothing else is there, the ones that are away are tried, whatever their share.
 * @param candidates at least one
 */
export function chooseGateway(key: string, candidates: readonly Candidate[]): GatewayChoice {
  const ready = candidates.filter(({ isPaused }) => !isPaused);
  const present = ready.filter(({ isAway }) => !isAway);
  if (present.length === 0) return { name: byShare(key, (ready.length > 0 ? ready : candidates).map(withSomeShare)), isTrial: false };
  const trial = ready.find(({ isAway, isTrialDue, share }) => isAway && isTrialDue && share > 0);
  if (trial) return { name: trial.name, isTrial: true };
  const shared = present.filter(({ share }) => share > 0);
  return { name: byShare(key, shared.length > 0 ? shared : present.map(withSomeShare)), isTrial: false };
}

function withSomeShare({ name, share }: Candidate): Shared {
  return { name, share: Math.max(share, 1) };
}

type Shared = Pick<Candidate, 'name' | 'share'>;

/** Weighted rendezvous hashing: the same key meets the same gateway, and only a gateway's own part moves when it comes or goes. */
function byShare(key: string, gateways: readonly Shared[]): string {
  const drawn = gateways.map(({ name, share }) => ({ name, draw: Math.log(1 - fractionOf(`${name} ${key}`)) / share }));
  return drawn.reduce((best, each) => (each.draw > best.draw ? each : best)).name;
}
