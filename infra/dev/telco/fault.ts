import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readNumber } from './phone-number.ts';

const FAULT_KINDS = ['none', 'reject', 'throttle', 'slow', 'never_answer', 'cut', 'down', 'unauthorized'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FAULT = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** Before a `slow` answer; milliseconds, 3,000 by default. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** The share of the messages that it concerns, 0..1. The same id is always in it or never. */
  share: z.number().min(0).max(1).optional(),
  /** Only messages to this number. */
  to: z
    .string()
    .transform((text, context) => {
      const number = readNumber(text);
      if (number !== null) return number;
      context.addIssue({ code: 'custom', message: 'expected a Vietnamese number' });
      return z.NEVER;
    })
    .optional(),
  /** The number of requests after which the fault is over. */
  times: z.int().min(1).optional(),
});

/** How the network misbehaves on hand-overs. */
export type Fault = z.infer<typeof FAULT>;

const NO_FAULT: Fault = { kind: 'none' };

export type FaultSwitch = {
  readonly current: () => Fault;
  readonly set: (fault: Fault) => void;
  /** Returns the fault that this request meets, and counts it as one of the fault's `times`. */
  readonly play: (request: Addressed) => Fault;
};

type Addressed = { readonly id: string; readonly to: string };

export function createFaultSwitch(changed: (fault: Fault) => void): FaultSwitch {
  let current = NO_FAULT;
  const set = (fault: Fault) => {
    current = fault;
    changed(fault);
  };
  return {
    current: () => current,
    set,
    play(request) {
      const fault = current;
      if (fault.kind === 'none' || !concerns(fault, request)) return NO_FAULT;
      if (fault.times !== undefined) set(fault.times > 1 ? { ...fault, times: fault.times - 1 } : NO_FAULT);
      return fault;
    },
  };
}

function concerns({ to, share }: Fault, request: Addressed): boolean {
  if (to !== undefined && to !== request.to) return false;
  return share === undefined || fractionOf(request.id) < share;
}

/** A fixed number from 0 to just under 1. */
function fractionOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
}
