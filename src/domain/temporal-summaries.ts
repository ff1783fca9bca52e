import { dateOf, printDate, printTime, type Instant } from './calendar.ts';
import type { Registration } from './dossier.ts';
import type { DecisionNotToSend } from './due-notices.ts';
import { escapeMarkdown } from './markdown.ts';
import type { Notice } from './notice-key.ts';
import type { Repetition } from './notice-status.ts';
import { noticeName, reasonInWords, STATUS_NAMES } from './notice-words.ts';
import { shorten } from './shorten.ts';

/**
 * What Temporal's UI writes beside each thing it shows (requirements §8.3). Temporal refuses a summary of more than 400 bytes, and with it
 * the start or the task that brings it.
 */

/** `0101701234 · Thẩm định giá · hẹn lần đầu 27/11/2026`. It is set at the start and never changes. */
export function dossierSummary({ receiptCode, procedure, dueDate }: Registration): string {
  const due = dueDate === null ? 'không có ngày hẹn' : `hẹn lần đầu ${printDate(dueDate)}`;
  return [receiptCode, escapeMarkdown(shorten(procedure.name, PROCEDURE_MAX)), due].join(' · ');
}

/** With this many characters of 4 bytes each, 379 bytes of the 400 are used. */
const PROCEDURE_MAX = 70;

/** The timer that wakes a dossier on the eve of its due date. */
export function apologySummary(at: Instant): string {
  return `${printTime(at)} ${printDate(dateOf(at))}: xin lỗi nếu chưa có kết quả`;
}

/** The activity that hands a notice over. */
export function handOverSummary(notice: Notice, again?: Repetition): string {
  if (again === undefined) return noticeName(notice);
  return `${noticeName(notice)}, ${again.by === 'operator' ? 'người vận hành gửi lại' : 'gửi lại vì không rõ lần trước đã đến cổng chưa'}`;
}

/** The activity that records why a notice is not sent. */
export function notSentSummary(notice: Notice, { call, reason }: DecisionNotToSend): string {
  return `${noticeName(notice)}: ${STATUS_NAMES[call].toLowerCase()}, ${reasonInWords(reason)}`;
}

/** The timer before an uncertain notice is sent again (requirements §5.6). */
export function receiptSummary(notice: Notice): string {
  return `${noticeName(notice)}: chờ báo phát, không có thì gửi lại`;
}

/** The activity that writes the snapshot of a closed dossier. */
export const ARCHIVE_SUMMARY = 'Lưu hồ sơ đã kết thúc';

/** The activity that answers an inquiry by a call of its own. */
export const REPLY_SUMMARY = 'Trả lời tin tra cứu';
