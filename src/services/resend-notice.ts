import { epochMs } from '../domain/calendar.ts';
import { expiryOf } from '../domain/due-notices.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { orderResend } from '../temporal/order-resend.ts';
import { readResendFacts, whyNotResendable, type NotResendable, type ResendDeps } from './resend-facts.ts';
import type { ServiceDeps } from './service-deps.ts';

/** `unavailable`: Temporal did not answer, and nothing was ordered. */
export type ResendResult =
  | { readonly kind: 'ordered'; readonly mayArriveTwice: boolean }
  | { readonly kind: 'unknown_notice' | 'unavailable' }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal }
  | { readonly kind: 'refused'; readonly refusal: 'not_resendable'; readonly because: NotResendable };

type Deps = ResendDeps & Pick<ServiceDeps, 'temporal' | 'now'>;

/**
 * The one thing that an operator does by hand (requirements §8): a notice that failed, is uncertain or lacked a number is sent again. Only
 * this may name another gateway, by which a message that was not lost after all arrives twice (requirements §11.4).
 */
export async function resendNotice(deps: Deps, scope: Scope, key: string, gateway: string | null): Promise<ResendResult> {
  const facts = await readResendFacts(deps, scope, key);
  if (!facts) return { kind: 'unknown_notice' };
  const { row, notice, dossier, gateways: known } = facts;
  const { receiptCode, status, resent, decidedAt, dueAt, gateway: before } = row;
  const now = deps.now();
  const through = gateway ?? (status === 'uncertain' ? before : null); // without a name, only the gateway that may have it (requirements §11.4)
  if (through !== null && !known.includes(through)) return { kind: 'field_refused', refusal: { kind: 'unknown_gateway', known } };
  const because = whyNotResendable(facts, now);
  if (because !== null) return { kind: 'refused', refusal: 'not_resendable', because };

  const order = { receiptCode, agency: dossier.agency, notice, seq: dossier.seq, decidedAt, dueAt };
  const ordered = await orderResend(deps.temporal, order, { nth: resent + 1, gateway }, epochMs(expiryOf(notice, now)) - epochMs(now));
  if (ordered === 'unavailable') return { kind: ordered };
  return { kind: ordered, mayArriveTwice: status === 'uncertain' && gateway !== null && gateway !== before };
}
