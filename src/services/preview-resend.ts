import { maskPhone } from '../domain/phone.ts';
import type { Scope } from '../domain/scope.ts';
import type { ListedNotice } from './listed-notice.ts';
import { readResendFacts, whyNotResendable, type NotResendable, type ResendDeps } from './resend-facts.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What an operator is shown before a notice is sent again. */
export type ResendPreview = {
  readonly notice: ListedNotice;
  /** The number to which it would go, masked. */
  readonly to: string | null;
  /** The gateways among which an operator may choose. */
  readonly gateways: readonly string[];
  /** Null: it may be sent again, as things stand. */
  readonly because: NotResendable | null;
};

/** Null when there is no such notice in this scope. */
export async function previewResend(deps: ResendDeps & Pick<ServiceDeps, 'now'>, scope: Scope, key: string): Promise<ResendPreview | null> {
  const facts = await readResendFacts(deps, scope, key);
  if (!facts) return null;
  const { row, phone, gateways } = facts;
  return { notice: row, to: phone === null ? null : maskPhone(phone), gateways, because: whyNotResendable(facts, deps.now()) };
}
