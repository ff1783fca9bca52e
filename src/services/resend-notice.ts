import { readFoldedDossier, readHeads } from '../db/dossiers.ts';
import { findNotice } from '../db/notice-rows.ts';
import { epochMs } from '../domain/calendar.ts';
import { isRegisteredOn } from '../domain/choose-gateway.ts';
import { expiryOf, verdictOn, type NotSentReason } from '../domain/due-notices.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import { isResendable, lackedPhone, type NoticeStatus } from '../domain/notice-status.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { orderResend } from '../temporal/order-resend.ts';
import { readNoticeRow } from './listed-notice.ts';
import type { ServiceDeps } from './service-deps.ts';

/** `unavailable`: Temporal did not answer, and nothing was ordered. */
export type ResendResult =
  | { readonly kind: 'ordered'; readonly mayArriveTwice: boolean }
  | { readonly kind: 'unknown_notice' | 'unavailable' }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal }
  | { readonly kind: 'refused'; readonly refusal: 'not_resendable'; readonly because: NotResendable };

/**
 * Why it cannot be sent again: its status, that there is still no number, or the reason why it would not be true now; null when its time
 * has not come.
 */
export type NotResendable = { readonly status: NoticeStatus } | { readonly lacksPhone: true } | { readonly untrue: NotSentReason | null };

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'now' | 'gateways' | 'receivers' | 'findAgency'>;

/**
 * The one thing that an operator does by hand (requirements §8): a notice that failed, is uncertain or lacked a number is sent again. Only
 * this may name another gateway, by which a message that was not lost after all arrives twice (requirements §11.4).
 */
export async function resendNotice(deps: Deps, scope: Scope, key: string, gateway: string | null): Promise<ResendResult> {
  const { database, temporal, now: clock } = deps;
  const row = await findNotice(database, key, scope);
  const read = readNoticeKey(key);
  if (!row || !read) return { kind: 'unknown_notice' };
  const notice = readNoticeRow(row);
  const { receiptCode, status, resent, decidedAt, dueAt, gateway: before } = notice;
  const [dossier, [head]] = [await readFoldedDossier(database, row.notice.codeKey), await readHeads(database, [row.notice.codeKey])];
  const now = clock();
  const known = gatewaysOf(deps, dossier?.agency ?? null);
  const through = gateway ?? (status === 'uncertain' ? before : null); // without a name, only the gateway that may have it (requirements §11.4)
  if (through !== null && !known.includes(through)) return { kind: 'field_refused', refusal: { kind: 'unknown_gateway', known } };
  const hasPhone = head !== undefined && head.contact.phone !== null;
  if (!dossier || !isResendable(notice, hasPhone)) {
    const because = lackedPhone(notice) ? ({ lacksPhone: true } as const) : { status };
    return { kind: 'refused', refusal: 'not_resendable', because };
  }
  const verdict = verdictOn(dossier, read.notice, now);
  if (verdict.call !== 'send')
    return { kind: 'refused', refusal: 'not_resendable', because: { untrue: 'reason' in verdict ? verdict.reason : null } };

  const order = { receiptCode, agency: dossier.agency, notice: read.notice, seq: dossier.seq, decidedAt, dueAt };
  const ordered = await orderResend(temporal, order, { nth: resent + 1, gateway }, epochMs(expiryOf(read.notice, now)) - epochMs(now));
  if (ordered === 'unavailable') return { kind: ordered };
  return { kind: ordered, mayArriveTwice: status === 'uncertain' && gateway !== null && gateway !== before };
}

/** Those that take notices, and on which the agency's sender is registered. */
function gatewaysOf({ gateways, receivers, findAgency }: Deps, id: string | null): readonly string[] {
  const agency = id === null ? null : findAgency(id);
  return gateways
    .map(({ name }) => name)
    .filter((name) => receivers.get(name)?.capabilities.inquiriesOnly !== true && (agency === null || isRegisteredOn(name, agency)));
}
