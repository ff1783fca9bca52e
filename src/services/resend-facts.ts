import { readFoldedDossier, readHeads } from '../db/dossiers.ts';
import { findNotice } from '../db/notice-rows.ts';
import type { Instant } from '../domain/calendar.ts';
import { isRegisteredOn } from '../domain/choose-gateway.ts';
import type { Dossier } from '../domain/dossier.ts';
import { verdictOn, type NotSentReason } from '../domain/due-notices.ts';
import { readNoticeKey, type Notice } from '../domain/notice-key.ts';
import { isResendable, lackedPhone, type NoticeStatus } from '../domain/notice-status.ts';
import type { Phone } from '../domain/phone.ts';
import type { Scope } from '../domain/scope.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import type { ServiceDeps } from './service-deps.ts';

/** All that decides whether a notice may be sent again, and by which gateways. */
export type ResendFacts = {
  readonly row: ListedNotice;
  readonly notice: Notice;
  readonly dossier: Dossier;
  readonly phone: Phone | null;
  /** Those that take notices, and on which the agency's sender is registered. */
  readonly gateways: readonly string[];
};

/**
 * Why it cannot be sent again: its status, that there is still no number, or the reason why it would not be true now; null when its time
 * has not come.
 */
export type NotResendable = { readonly status: NoticeStatus } | { readonly lacksPhone: true } | { readonly untrue: NotSentReason | null };

export type ResendDeps = Pick<ServiceDeps, 'database' | 'gateways' | 'receivers' | 'findAgency'>;

/** Null when there is no such notice in this scope. */
export async function readResendFacts(deps: ResendDeps, scope: Scope, key: string): Promise<ResendFacts | null> {
  const { database } = deps;
  const found = await findNotice(database, key, scope);
  const notice = readNoticeKey(key);
  if (!found || !notice) return null;
  const { codeKey } = found.notice;
  const [dossier, [head]] = await Promise.all([readFoldedDossier(database, codeKey), readHeads(database, [codeKey])]);
  if (!dossier) throw new Error(`expected the journal of dossier ${found.receiptCode}, which has the notice ${key}, came none`);
  return {
    row: readNoticeRow(found),
    notice: notice.notice,
    dossier,
    phone: head?.contact.phone ?? null,
    gateways: gatewaysOf(deps, dossier.agency),
  };
}

/** Null: it may be sent again. */
export function whyNotResendable({ row, notice, dossier, phone }: ResendFacts, now: Instant): NotResendable | null {
  if (!isResendable(row, phone !== null)) return lackedPhone(row) ? { lacksPhone: true } : { status: row.status };
  const verdict = verdictOn(dossier, notice, now);
  if (verdict.call === 'send') return null;
  return { untrue: 'reason' in verdict ? verdict.reason : null };
}

function gatewaysOf({ gateways, receivers, findAgency }: ResendDeps, id: string): readonly string[] {
  const agency = findAgency(id);
  return gateways
    .map(({ name }) => name)
    .filter((name) => receivers.get(name)?.capabilities.inquiriesOnly !== true && (agency === null || isRegisteredOn(name, agency)));
}
