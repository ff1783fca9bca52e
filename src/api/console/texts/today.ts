import type { SavedBy } from '../../../domain/saved-apology.ts';
import { printNumber } from '../print-number.ts';

/** The page of this evening (console §4). */
export const TODAY = {
  page: 'Hôm nay',
  caption: (dueDate: string) => `Xin lỗi cho ngày hẹn trả ${dueDate}`,
  asOf: (time: string) => `Tính đến ${time}. Trang tự cập nhật.`,

  noneWillBeSent: 'Không có hồ sơ nào sẽ phải xin lỗi tối nay',
  willBeSent: (count: number) => `${printNumber(count)} hồ sơ sẽ xin lỗi tối nay`,
  remaining: (duration: string) => `Còn ${duration}`,
  remainingSeconds: 'Còn chưa đầy 1 phút',
  until: (remaining: string, time: string) => `${remaining}, đến ${time}`,
  step: (step: string, count: number) => `${step}: ${printNumber(count)} hồ sơ`,
  procedure: (name: string, count: number) => `${name}: ${printNumber(count)} hồ sơ`,
  code: 'Mã số',
  noSaver: 'Không còn kịp',
  ofDossier: (code: string) => `, hồ sơ ${code}`,
  ofGroup: (step: string, procedure: string) => `, ${procedure}, bước ${step}`,
  more: (count: number) => `Xem cả ${printNumber(count)} hồ sơ`,
  withoutPhone: (count: number) => `${printNumber(count)} hồ sơ sẽ không nhận được tin vì chưa có số điện thoại dùng được`,
  givePhone: 'Thêm số điện thoại',

  noneWasSent: 'Tối nay không phải xin lỗi hồ sơ nào',
  wasSent: (sent: number, waiting: number, notSent: number) =>
    `${printNumber(sent)} đã gửi, ${printNumber(waiting)} đang chờ, ${printNumber(notSent)} không gửi được`,
  wasSaved: (count: number) => `${printNumber(count)} hồ sơ được cứu từ 15:00`,
  last: (time: string, late: string) => `Tin cuối cùng rời đi lúc ${time}, ${late}.`,
  inTime: 'đúng giờ của hồ sơ đó',
  late: (late: string) => `chậm ${late} so với giờ của hồ sơ đó`,
  units: { hours: 'giờ', minutes: 'phút', seconds: 'giây' },
  noneLeft: 'Chưa có tin nào rời đi.',
  notSent: 'Không gửi được',
  why: 'Vì sao',
  saved: 'Được cứu từ 15:00',
  savedBy: 'Nhờ',
  procedureHead: 'Thủ tục',
  stepHead: 'Bước',
  others: (count: number) => `và ${printNumber(count)} hồ sơ khác`,

  attention: 'Cần xử lý',
  allIsWell: 'Mọi việc đều ổn.',
  gateway: (name: string, meaning: string, since: string) => `Cổng ${name}: ${meaning}${since}.`,
  gatewayUnknown: 'chưa có thông tin',
  gatewayAway: 'tạm không được chia tin',
  since: (minute: string) => `, từ ${minute}`,
  gatewayLink: 'Xem cổng tin nhắn',
  undelivered: (count: number) =>
    `${printNumber(count)} thay đổi đã được ghi nhưng chưa chuyển tới bộ phận gửi tin; tin nhắn của các hồ sơ này sẽ đi chậm.`,
  undeliveredLink: 'Xem giải thích',
  delayed: (count: number) => `${printNumber(count)} tin đã đến giờ gửi hơn 10 phút mà chưa gửi được.`,
  problem: (count: number, meaning: string) => `${printNumber(count)} tin chưa đến được người dân: ${meaning}.`,
  problemLink: (status: string) => `Xem các tin “${status}”`,
  unreached: (count: number) => `${printNumber(count)} tin chưa báo được: hãy sửa số điện thoại, gọi điện hoặc gửi thư.`,
  unreachedLink: 'Xem danh sách chưa báo được',
} as const;

export const SAVED_BY_WORDS: Readonly<Record<SavedBy, string>> = {
  result_ready: 'đã chuyển đến Trả kết quả',
  rescheduled: 'đã hẹn lại ngày khác',
  clock_stopped: 'đã yêu cầu bổ sung',
  closed: 'đã kết thúc hồ sơ',
};
