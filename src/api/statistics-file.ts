import { writeXlsxStream } from 'hucre/xlsx';
import type { Figures } from '../domain/figures.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { csvChunks, type Cell } from '../lib/csv.ts';
import type { Statistics } from '../services/count-statistics.ts';
import { FIGURE_WORDS, GROUP_HEADS, STATISTICS } from './console/texts/statistics.ts';
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
  const heads = [GROUP_HEADS[by ?? 'none'], ...COLUMNS.map((name) => FIGURE_WORDS[name].head)];
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
  yield [STATISTICS.total, ...COLUMNS.map((name) => total[name])];
}

const COLUMNS = Object.keys(FIGURE_WORDS) as (keyof Figures)[];
