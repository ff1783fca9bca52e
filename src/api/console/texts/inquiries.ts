import type { InquirySource } from '../../../domain/inquiry-outcome.ts';

export const INQUIRIES = {
  name: 'Tin tra cứu của người dân',
  title: (count: string, period: string) => `${count} tin tra cứu ${period} · Tra cứu`,
  today: 'hôm nay',
  onDay: (day: string) => `ngày ${day}`,
  between: (from: string, to: string) => `từ ${from} đến ${to}`,
  since: (from: string) => `từ ${from} đến nay`,
  until: (to: string) => `đến hết ${to}`,
  counted: (period: string) => `Số tin ${period}`,
  counts: { all: 'tin tra cứu', charged: 'tin tính phí', limited: 'tin bị từ chối vì quá giới hạn', unanswered: 'tin không trả lời' },
  limitedHelp: 'Giới hạn là gì?',
  filter: 'Lọc tin tra cứu theo ngày',
  caption: 'Tin tra cứu, mới nhất ở trên',
  columns: { when: 'Nhận lúc', from: 'Từ số', asked: 'Người dân hỏi', answer: 'Hệ thống trả lời', charge: 'Cước', source: 'Nguồn, cổng' },
  emptyFiltered: 'Không có tin tra cứu nào trong những ngày này. Hãy chọn khoảng ngày khác.',
  empty: (example: string) => `Chưa có ai tra cứu. Người dân nhắn “${example}” thì câu hỏi và câu trả lời có ở đây.`,
  erased: 'Đã xóa theo quy định',
  noReply: 'Không trả lời',
  pending: 'Đang trả lời',
  answeredAt: (moment: string) => `Trả lời lúc ${moment}`,
  charged: '1.000 đồng',
  free: 'Không tính',
  badCursor: 'Không mở được trang sau của danh sách này, vì địa chỉ đã cũ. Dưới đây là trang đầu.',
  badPeriod: (from: string) => `Đến ngày: không được trước ${from}`,
} as const;

export const INQUIRY_LABELS = { from: 'Từ ngày', to: 'Đến ngày' } as const;

export const SOURCE_WORDS: Readonly<Record<InquirySource, string>> = {
  workflow: 'Quy trình đang chạy',
  journal: 'Nhật ký hồ sơ',
  archive: 'Hồ sơ đã kết thúc',
};
