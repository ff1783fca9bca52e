import type { Agency } from './agency.ts';
import { printDate, type LocalDate } from './calendar.ts';
import type { Dossier, Outcome } from './dossier.ts';
import type { Notice } from './notice-key.ts';
import { isSameName, RESULT_STEP } from './fixed-names.ts';
import { onTimeText } from './on-time.ts';

/** M1, M2 and M3 of requirements §2, verbatim. `agencyName` is `Sở Tài chính` in the notice of 2017. */
export function noticeText(notice: Notice, code: string, agencyName: string): string {
  switch (notice.kind) {
    case 'result':
      return `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của ${agencyName} để nhận kết quả`;
    case 'supplement':
      return `TB: hồ sơ của quý ông/bà (MS: ${code}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của ${agencyName} để nhận thông báo`;
    case 'apology':
      return `TB: hồ sơ của quý ông/bà (MS: ${code}) chưa có kết quả vào ngày ${printDate(notice.dueDate)}. Ông/bà có thể đến Bộ phận Một cửa của ${agencyName} nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo`;
  }
}

/** M4, the answer to an inquiry. `today` is the legal day of the question; `agency` is null when the settings do not know it. */
export function statusText(dossier: Dossier, today: LocalDate, agency: Pick<Agency, 'publicSteps'> | null): string {
  const step = publicStep(dossier, agency?.publicSteps ?? {});
  return `Hồ sơ của quý ông/bà (MS: ${dossier.receiptCode}) hiện đang ở bước ${step}, trạng thái hồ sơ: ${onTimeText(dossier, today)}`;
}

/** The replies that are not in the notice of 2017. They are never charged. */
export const replies = {
  syntax: (keyword: string, shortCode: string) =>
    `Tin nhắn sai cú pháp. Soạn: ${keyword} <Mã số biên nhận> gửi ${shortCode}. Ví dụ: ${keyword} 0101701234`,
  unknown: (code: string) =>
    `Không tìm thấy hồ sơ có mã số biên nhận ${code}. Vui lòng kiểm tra lại mã trên Giấy biên nhận hồ sơ và hẹn trả kết quả`,
  busy: 'Hệ thống đang bận, chưa trả lời được tin nhắn của quý ông/bà. Tin nhắn này không bị tính phí, vui lòng gửi lại sau ít phút',
  tooMany: 'Quý ông/bà đã tra cứu quá nhiều lần trong thời gian ngắn. Vui lòng thử lại sau',
} as const;

/** After `close` the step says how the dossier ended (requirements §7.3). */
const CLOSED_STEPS: Record<Outcome, string> = {
  handed_over: RESULT_STEP,
  withdrawn: 'Đã rút hồ sơ',
  rejected: 'Từ chối giải quyết',
};

/** An agency may call a step otherwise in public. Its software may spell the step in any way of requirements §4.3. */
function publicStep({ step, closed }: Dossier, publicSteps: Agency['publicSteps']): string {
  if (closed !== null) return CLOSED_STEPS[closed.outcome];
  return Object.entries(publicSteps).find(([ofStaff]) => isSameName(ofStaff, step))?.[1] ?? step;
}
