import { printDate } from './wall-clock.ts';

/** The texts of the notice of 2017, written out once more: a demonstration must not take them from the program that it demonstrates. */
export const expectedTexts = {
  M1: (code: string) =>
    `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`,
  M2: (code: string) =>
    `TB: hồ sơ của quý ông/bà (MS: ${code}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo`,
  M3: (code: string, date: string) =>
    [
      `TB: hồ sơ của quý ông/bà (MS: ${code}) chưa có kết quả vào ngày ${printDate(date)}.`,
      'Ông/bà có thể đến Bộ phận Một cửa của Sở Tài chính nhận Thông báo xin lỗi,',
      'hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo',
    ].join(' '),
  M4: (code: string, step: string, onTime: string) =>
    `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước ${step}, trạng thái hồ sơ: ${onTime}`,
} as const;
