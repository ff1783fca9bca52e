import { printDate } from '../../domain/calendar.ts';
import type { Notice } from '../../domain/notice-key.ts';
import { TIMELINE } from './texts/dossier.ts';
import { KIND_WORDS } from './texts/words.ts';

/** `Tin xin lỗi cho ngày hẹn 27/11/2026`, `Tin báo kết quả lần 2`. */
export function noticeName(notice: Notice): string {
  const which =
    notice.kind === 'apology' ? TIMELINE.forDate(printDate(notice.dueDate)) : notice.round > 1 ? TIMELINE.round(notice.round) : '';
  return TIMELINE.notice(KIND_WORDS[notice.kind], which);
}
