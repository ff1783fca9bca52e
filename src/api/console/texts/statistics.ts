import { DAY_FIGURES, DOSSIER_OUTCOMES, SMS_COUNTS, type Figures } from '../../../domain/figures.ts';
import type { ReportPeriod } from '../../../domain/report-period.ts';
import type { StatisticsGroup } from '../../../domain/statistics.ts';

export const STATISTICS = {
  name: 'Thống kê',
  title: (received: string, late: string) => `${received} hồ sơ tiếp nhận, ${late} trễ hạn · Thống kê`,
  days: (from: string, to: string) => `Từ ${from} đến ${to}`,
  filter: 'Chọn kỳ, đơn vị và thủ tục',
  show: 'Xem',
  allAgencies: 'Tất cả đơn vị',
  ownHint: 'khi tự chọn ngày',
  procedureHint: 'mã; trống là tất cả',
  unknownAgency: 'Đơn vị: hãy chọn một đơn vị trong danh sách',
  missingFrom: 'Từ ngày: hãy chọn ngày đầu của kỳ',
  badPeriod: (from: string) => `Đến ngày: không được trước ${from}`,
  longPeriod: (years: number) => `Đến ngày: kỳ dài nhất là ${years} năm`,
  take: 'Tải về:',
  total: 'Tổng cộng',
  empty: 'Trong kỳ này không có hồ sơ nào. Hãy chọn kỳ khác, hoặc bỏ bớt điều kiện.',
  method: 'Cách tính',
  methodIntro:
    'Số liệu tính đến hết ngày cuối của kỳ (hoặc đến lúc này): việc xảy ra sau đó chưa được tính. Ngày là ngày theo lịch. Ai cũng có thể tính lại từng số từ nhật ký hồ sơ và sổ tin nhắn.',
  noValue: '–',
  drawing: (title: string) => `Biểu đồ: ${title}`,
  chartTable: 'Số liệu của biểu đồ',
  week: 'Tuần từ ngày',
  weeks: {
    title: 'Hồ sơ tiếp nhận và đã giải quyết theo tuần',
    summary: 'Mỗi tuần hai cột: cột đặc là tiếp nhận, cột gạch chéo là đã giải quyết.',
    received: 'Tiếp nhận',
    resolved: 'Đã giải quyết',
  },
  late: {
    title: 'Hồ sơ trễ hạn theo thủ tục',
    summary: 'Mỗi thủ tục một thanh: phần đặc là đã giải quyết nhưng trễ hạn, phần gạch chéo là đang giải quyết và quá hạn.',
    resolved: 'Giải quyết trễ hạn',
    open: 'Đang quá hạn',
    all: 'Cộng',
    none: 'Không có hồ sơ trễ hạn trong kỳ này.',
    more: (count: number) => `Biểu đồ chỉ vẽ ${count} thủ tục nhiều hồ sơ trễ hạn nhất; bảng có đủ.`,
  },
  daysTaken: {
    title: 'Số ngày từ tiếp nhận đến kết quả, theo tuần có kết quả',
    summary: 'Hai đường: đường liền có chấm tròn là trung vị, đường đứt có ô vuông là mức mà 90 % hồ sơ không vượt quá.',
    median: 'Trung vị',
    p90: '90 % hồ sơ',
    none: 'Chưa có hồ sơ nào được giải quyết trong kỳ này.',
  },
} as const;

export const STATISTICS_LABELS = {
  period: 'Kỳ',
  from: 'Từ ngày',
  to: 'Đến ngày',
  agency: 'Đơn vị',
  procedure: 'Thủ tục',
  by: 'Chia theo',
} as const;

export const PERIOD_WORDS: Readonly<Record<ReportPeriod | 'own', string>> = {
  month: 'Tháng này',
  last_month: 'Tháng trước',
  quarter: 'Quý này',
  year: 'Năm nay',
  own: 'Tự chọn ngày',
};

/** What the first column holds, by what the figures are divided by; without a division there is only the total. */
export const GROUP_HEADS: Readonly<Record<StatisticsGroup | 'none', string>> = {
  procedure: 'Mã thủ tục',
  agency: 'Cơ quan',
  month: 'Tháng',
  none: 'Phạm vi',
};

export const GROUP_WORDS: Readonly<Record<StatisticsGroup, string>> = { procedure: 'Thủ tục', month: 'Tháng', agency: 'Đơn vị' };

/** Each figure's head, and how it is computed in a sentence; in the order of the columns. */
export const FIGURE_WORDS: Readonly<Record<keyof Figures, { readonly head: string; readonly meaning: string }>> = {
  carriedOver: {
    head: 'Kỳ trước chuyển qua',
    meaning: 'hồ sơ tiếp nhận trước ngày đầu của kỳ mà đến ngày đó chưa có kết quả và chưa kết thúc.',
  },
  received: { head: 'Tiếp nhận trong kỳ', meaning: 'hồ sơ có ngày tiếp nhận nằm trong kỳ.' },
  resolvedEarly: { head: 'Giải quyết trước hạn', meaning: 'hồ sơ đến bước “Trả kết quả” trước ngày hẹn dùng để xét.' },
  resolvedOnTime: {
    head: 'Giải quyết đúng hạn',
    meaning: 'hồ sơ đến bước “Trả kết quả” đúng ngày hẹn dùng để xét, hoặc không có ngày hẹn.',
  },
  resolvedLate: {
    head: 'Giải quyết trễ hạn',
    meaning: 'hồ sơ đến bước “Trả kết quả” sau ngày hẹn dùng để xét; hẹn lại có lý do không làm hồ sơ thành đúng hạn.',
  },
  openOnTime: { head: 'Đang giải quyết, trong hạn', meaning: 'cuối kỳ chưa có kết quả và chưa qua ngày hẹn.' },
  openLate: { head: 'Đang giải quyết, quá hạn', meaning: 'cuối kỳ chưa có kết quả và đã qua ngày hẹn.' },
  waitingForSupplement: { head: 'Chờ bổ sung', meaning: 'cuối kỳ đang chờ người dân bổ sung giấy tờ.' },
  withdrawn: { head: 'Đã rút hồ sơ', meaning: 'hồ sơ kết thúc vì người dân rút.' },
  rejected: { head: 'Từ chối giải quyết', meaning: 'hồ sơ kết thúc vì bị từ chối.' },
  daysMedian: {
    head: 'Số ngày giải quyết (trung vị)',
    meaning: 'một nửa số hồ sơ có kết quả trong từng ấy ngày hoặc ít hơn, không kể những ngày chờ bổ sung.',
  },
  daysP90: {
    head: 'Số ngày giải quyết (90 % hồ sơ)',
    meaning: '90 % số hồ sơ có kết quả trong từng ấy ngày hoặc ít hơn, không kể những ngày chờ bổ sung.',
  },
  apologiesSent: { head: 'Tin xin lỗi đã gửi', meaning: 'tin xin lỗi mà cổng tin nhắn đã nhận, tính vào ngày liền trước ngày hẹn.' },
  apologiesMissed: { head: 'Tin xin lỗi bị lỡ', meaning: 'tin xin lỗi phải gửi mà không gửi được trước khi ngày hẹn kết thúc.' },
  apologiesFalse: {
    head: 'Tin xin lỗi không cần thiết',
    meaning: 'tin xin lỗi đã gửi, nhưng kết quả vẫn có trong ngày hẹn hoặc trước đó.',
  },
  apologiesPrevented: {
    head: 'Tin xin lỗi đã tránh được',
    meaning: 'lúc 15:00 hồ sơ sẽ phải xin lỗi, đến giờ gửi thì không còn phải xin lỗi.',
  },
  toBeTold: { head: 'Thông báo phải đến người dân', meaning: 'tin báo đã quyết định gửi mà hạn báo nằm trong kỳ và đã qua.' },
  toldInTime: {
    head: 'Thông báo đến đúng lúc',
    meaning:
      'trong số đó, người dân biết trước hết ngày hôm sau (tin xin lỗi: trước hết ngày hẹn), nhờ tin đã đến máy, được báo cách khác hoặc tự tra cứu.',
  },
  reappointments: { head: 'Hẹn lại', meaning: 'số lần hẹn lại có lý do trong kỳ.' },
  secondReappointments: { head: 'Hẹn lại từ lần thứ hai', meaning: 'trong số đó, hồ sơ đã từng được hẹn lại; luật chỉ cho một lần.' },
  messages: { head: 'Tin nhắn đã gửi', meaning: 'tin báo mà cổng đã nhận và câu trả lời tra cứu đã đi, trong kỳ.' },
  segments: { head: 'Số đoạn tin', meaning: 'số đoạn của những tin đó; nhà mạng tính tiền theo đoạn.' },
  cost: { head: 'Chi phí (đồng)', meaning: 'số đoạn nhân giá của cổng, nếu cơ quan đã khai giá.' },
  inquiries: { head: 'Lượt tra cứu', meaning: 'tin người dân nhắn hỏi trong kỳ; tin không có mã hồ sơ chỉ tính vào tổng.' },
  inquiriesCharged: { head: 'Lượt tra cứu tính phí', meaning: 'lượt tra cứu được trả lời tình trạng hồ sơ; chỉ lượt này tính phí.' },
  refundsDue: { head: 'Lượt phải hoàn phí', meaning: 'lượt đã tính phí mà câu trả lời không gửi được.' },
};

/** The columns of each table: one table of all of them would fit no screen and no paper. */
export const FIGURE_TABLES: readonly { readonly caption: string; readonly figures: readonly (keyof Figures)[] }[] = [
  { caption: 'Hồ sơ', figures: ['carriedOver', 'received', ...DOSSIER_OUTCOMES, ...DAY_FIGURES] },
  {
    caption: 'Tin xin lỗi, thông báo và hẹn lại',
    figures: [
      'apologiesSent',
      'apologiesMissed',
      'apologiesFalse',
      'apologiesPrevented',
      'toBeTold',
      'toldInTime',
      'reappointments',
      'secondReappointments',
    ],
  },
  { caption: 'Tin nhắn và tra cứu', figures: SMS_COUNTS },
];
