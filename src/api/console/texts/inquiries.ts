import type { InquiryOutcome, InquirySource } from '../../../domain/inquiry-outcome.ts';
import type { ReplyStatus } from '../../../domain/inquiry-reply.ts';
import type { Word } from './words.ts';

export const INQUIRIES = {
  name: 'Tin tra cứu của người dân',
  title: (count: string, period: string) => `${count} tin tra cứu ${period} · Tra cứu`,
  today: 'hôm nay',
  onDay: (day: string) => `ngày ${day}`,
  between: (from: string, to: string) => `từ ${from} đến ${to}`,
  since: (from: string) => `từ ${from} đến nay`,
  until: (to: string) => `đến hết ${to}`,
  counted: (period: string) => `Đếm ${period}`,
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
  badCursor: 'Trang này của danh sách không còn nữa. Hãy xem lại từ trang đầu.',
  badPeriod: (from: string) => `Đến ngày: không được trước ${from}`,
} as const;

export const INQUIRY_LABELS = { from: 'Từ ngày', to: 'Đến ngày' } as const;

export const INQUIRY_WORDS: Readonly<Record<InquiryOutcome, Word>> = {
  answered: { text: 'Đã trả lời', meaning: 'tìm thấy hồ sơ và trả lời đúng mẫu; chỉ tin này tính phí', colour: 'green' },
  syntax: { text: 'Sai cú pháp', meaning: 'không đọc được mã trong tin; người dân được nhắc cú pháp, không tính phí', colour: 'yellow' },
  unknown: { text: 'Không có mã', meaning: 'không có hồ sơ nào mang mã này; không tính phí', colour: 'yellow' },
  busy: { text: 'Hệ thống bận', meaning: 'lúc đó không trả lời được; người dân được mời nhắn lại, không tính phí', colour: 'orange' },
  too_many: { text: 'Quá giới hạn', meaning: 'số này hỏi quá nhiều trong thời gian ngắn; được báo một lần, không tính phí', colour: 'red' },
  ignored: {
    text: 'Không trả lời',
    meaning: 'đã báo quá giới hạn rồi, hoặc tin không phải câu hỏi (tin báo phát, đầu số, tin trích lại); không tính phí',
    colour: 'grey',
  },
};

export const SOURCE_WORDS: Readonly<Record<InquirySource, string>> = {
  workflow: 'Quy trình đang chạy',
  journal: 'Nhật ký hồ sơ',
  archive: 'Hồ sơ đã kết thúc',
};

export const REPLY_WORDS: Readonly<Record<ReplyStatus, string>> = {
  created: 'câu trả lời đang chờ gửi',
  sending: 'câu trả lời đang gửi',
  sent: 'câu trả lời đã gửi',
  failed: 'câu trả lời không gửi được',
  uncertain: 'không rõ câu trả lời đã đi chưa',
};
