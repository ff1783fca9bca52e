import { readLocalDate, type LocalDate } from './calendar.ts';
import type { ReceiptCode } from './receipt-code.ts';

export const NOTICE_KINDS = ['result', 'supplement', 'apology'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a citizen is told. Its key is its identity for ever (requirements §5.5). */
export type Notice =
  | { readonly kind: 'result' | 'supplement'; readonly round: number }
  | { readonly kind: 'apology'; readonly dueDate: LocalDate };

/** `0101701234/result/1`, `0101701234/apology/2026-11-25` */
export function noticeKey(code: ReceiptCode, notice: Notice): string {
  return `${code}/${notice.kind}/${notice.kind === 'apology' ? notice.dueDate : notice.round}`;
}

/** The notice of a key, or null when it is none. The code may hold slashes itself. */
export function readNoticeKey(key: string): { readonly code: string; readonly notice: Notice } | null {
  const parts = /^(.{1,40})\/(result|supplement|apology)\/([0-9-]{1,10})$/.exec(key);
  if (!parts?.[1] || !parts[3]) return null;
  const [, code, kind, last] = parts;
  if (kind === 'apology') {
    const dueDate = readLocalDate(last);
    return dueDate === null ? null : { code, notice: { kind, dueDate } };
  }
  const known = kind === 'result' || kind === 'supplement';
  return known && /^[1-9]\d{0,4}$/.test(last) ? { code, notice: { kind, round: Number(last) } } : null;
}

/**
 * Writes the reference under which a gateway knows a hand-over (requirements §5.5, §5.6): the key, followed by `~` and `nth` after the first.
 * @param nth the number of earlier hand-overs
 */
export function writeReference(key: string, nth: number): string {
  return nth === 0 ? key : `${key}~${nth}`;
}

/** Reads any text. One that `writeReference` did not write becomes the key as a whole, and no notice has that key. */
export function readReference(reference: string): { readonly key: string; readonly nth: number } {
  const [, key, nth] = /^([^~]*)~([1-9]\d{0,3})$/.exec(reference) ?? [];
  return key === undefined ? { key: reference, nth: 0 } : { key, nth: Number(nth) };
}
