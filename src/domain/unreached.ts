import { isProblem, lackedPhone, type NoticeStatus } from './notice-status.ts';

/** Why a citizen was not told by a notice (requirements §8.5). */
export const UNREACHED_REASONS = ['no_phone', 'missed', 'failed', 'uncertain'] as const;
export type UnreachedReason = (typeof UNREACHED_REASONS)[number];

/** Null: the citizen was told, or was not to be told, or it is not decided yet. */
export function whyUnreached(notice: { readonly status: NoticeStatus; readonly reason: string | null }): UnreachedReason | null {
  const { status } = notice;
  if (lackedPhone(notice)) return 'no_phone';
  if (status === 'missed' || status === 'uncertain') return status;
  return isProblem(status) ? 'failed' : null;
}

type Row = { readonly key: string; readonly status: NoticeStatus; readonly reason: string | null };
type Entry = { readonly type: string; readonly body: Readonly<Record<string, unknown>> };

/** The notices of a dossier by which nobody was told, and of which nobody has told the citizen by other means since (requirements §4.9). */
export function untoldNotices<Notice extends Row>(notices: readonly Notice[], events: readonly Entry[]): readonly Notice[] {
  const informed = new Set(events.filter(({ type }) => type === 'informed').map(({ body }) => body['notice']));
  return notices.filter((notice) => whyUnreached(notice) !== null && !informed.has(notice.key));
}
