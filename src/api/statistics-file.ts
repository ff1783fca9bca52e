import { writeXlsxStream } from 'hucre/xlsx';
import type { Figures } from '../domain/figures.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { csvChunks, type Cell } from '../lib/csv.ts';
import type { Statistics } from '../services/count-statistics.ts';
import { readQualities } from './languages.ts';

/** The forms in which figures are taken away, besides JSON. */
export const FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type FileForm = keyof typeof FILE_TYPES;

/** The file that `Accept` prefers to JSON; null: JSON. */
export function preferredForm(accept: string | undefined): FileForm | null {
  const qualities = readQualities(accept ?? '');
  const qualityOf = (type: string) => qualities.find(({ name }) => name === type)?.quality ?? 0;
  const [json, csv, xlsx] = [qualityOf('application/json'), qualityOf('text/csv'), qualityOf(FILE_TYPES.xlsx)];
  if (Math.max(csv, xlsx) <= json) return null;
  return csv >= xlsx ? 'csv' : 'xlsx';
}

/** One row a group and one for all, under Vietnamese heads. The bytes are made while they are read. */
export function statisticsFile(statistics: Statistics, by: StatisticsGroup | undefined, form: FileForm) {
  const { from, to } = statistics;
  const heads = [HEAD_OF_GROUP[by ?? 'none'], ...COLUMNS.map((name) => HEADS[name])];
  const headers = {
    'content-type': FILE_TYPES[form],
    'content-disposition': `attachment; filename="thong-ke_${from}_${to}.${form}"`,
  };
  return { headers, body: form === 'csv' ? csvOf(heads, statistics) : xlsxOf(heads, statistics) };
}

function csvOf(heads: readonly string[], statistics: Statistics): ReadableStream<Uint8Array> {
  return ReadableStream.from(csvChunks([heads, ...rowsOf(statistics)]));
}

/** A text cell of a workbook is never computed, so nothing needs an apostrophe. */
function xlsxOf(heads: readonly string[], statistics: Statistics): ReadableStream<Uint8Array> {
  const rows = Array.from(rowsOf(statistics), (row) => [...row]);
  const options = { name: 'Thống kê', columns: heads.map((header) => ({ header })), freezePane: { rows: 1, columns: 1 } };
  return writeXlsxStream(rows, options);
}

function* rowsOf({ total, groups }: Statistics): Generator<readonly Cell[]> {
  for (const { key, counts } of groups) yield [key, ...COLUMNS.map((name) => counts[name])];
  yield ['Tổng cộng', ...COLUMNS.map((name) => total[name])];
}

const HEAD_OF_GROUP = { procedure: 'Mã thủ tục', agency: 'Cơ quan', month: 'Tháng', none: 'Phạm vi' } as const;

/** In the order of the columns. */
const HEADS: Readonly<Record<keyof Figures, string>> = {
  carriedOver: 'Kỳ trước chuyển qua',
  received: 'Tiếp nhận trong kỳ',
  resolvedEarly: 'Giải quyết trước hạn',
  resolvedOnTime: 'Giải quyết đúng hạn',
  resolvedLate: 'Giải quyết trễ hạn',
  openOnTime: 'Đang giải quyết, trong hạn',
  openLate: 'Đang giải quyết, quá hạn',
  waitingForSupplement: 'Chờ bổ sung',
  withdrawn: 'Đã rút hồ sơ',
  rejected: 'Từ chối giải quyết',
  daysMedian: 'Số ngày giải quyết (trung vị)',
  daysP90: 'Số ngày giải quyết (90 % hồ sơ)',
  apologiesSent: 'Tin xin lỗi đã gửi',
  apologiesMissed: 'Tin xin lỗi bị lỡ',
  apologiesFalse: 'Tin xin lỗi không cần thiết',
  apologiesPrevented: 'Tin xin lỗi đã tránh được',
  toBeTold: 'Thông báo phải đến người dân',
  toldInTime: 'Thông báo đến đúng lúc',
  reappointments: 'Hẹn lại',
  secondReappointments: 'Hẹn lại từ lần thứ hai',
  messages: 'Tin nhắn đã gửi',
  segments: 'Số đoạn tin',
  cost: 'Chi phí (đồng)',
  inquiries: 'Lượt tra cứu',
  inquiriesCharged: 'Lượt tra cứu tính phí',
  refundsDue: 'Lượt phải hoàn phí',
};

const COLUMNS = Object.keys(HEADS) as (keyof Figures)[];
