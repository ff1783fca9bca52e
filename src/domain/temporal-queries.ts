import { instantOf, plusDays, type Instant, type LocalDate } from './calendar.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, RESULT_STEP } from './fixed-names.ts';
import { SEARCH_ATTRIBUTE_NAMES } from './search-attribute-names.ts';

/** A question to Temporal's list of workflows, and what it finds, in Vietnamese. */
export type TemporalQuery = { readonly name: string; readonly query: string };

/** The questions of every day (console §7). */
export function temporalQueries(today: LocalDate): readonly TemporalQuery[] {
  const tomorrow = plusDays(today, 1);
  return [
    { name: 'Đang mở', query: open() },
    { name: 'Tin nhắn cần xử lý', query: open(`${problem} IS NOT NULL`) },
    { name: 'Quá hạn, chưa có kết quả', query: open(`${dueDate} < ${quoted(noonBefore(today))}`, NO_RESULT) },
    { name: 'Hẹn trả hôm nay, chưa có kết quả', query: open(dueOn(today), NO_RESULT) },
    { name: 'Hẹn trả ngày mai, chưa có kết quả', query: open(dueOn(tomorrow), NO_RESULT) },
    { name: 'Chờ bổ sung', query: open(`${state} = ${quoted(AWAITING_SUPPLEMENT)}`, `${step} = ${quoted(ONE_STOP_STEP)}`) },
    { name: 'Chờ trả kết quả', query: open(`${step} = ${quoted(RESULT_STEP)}`) },
    { name: 'Không có ngày hẹn', query: open(`${dueDate} IS NULL`) },
  ];
}

/**
 * The open dossiers of one agency, at one step or of one procedure. `value` is written as the search attribute has it. Null: Temporal
 * cannot be asked for such a name.
 */
export function temporalQueryFor(what: 'agency' | 'step' | 'procedure', value: string): TemporalQuery | null {
  if (NOT_TO_BE_ASKED.test(value)) return null;
  return { name: `${NAMES[what]} ${value}`, query: open(`${SEARCH_ATTRIBUTE_NAMES[what]} = ${quoted(value)}`) };
}

/** The address of the list behind the address of a namespace in the Temporal UI. */
export function temporalListPath({ query }: TemporalQuery): string {
  return `/workflows?query=${encodeURIComponent(query)}`;
}

const NAMES = { agency: 'Đơn vị', step: 'Bước', procedure: 'Thủ tục' } as const;
const { step, state, problem, dueDate } = SEARCH_ATTRIBUTE_NAMES;
const NO_RESULT = `${step} != ${quoted(RESULT_STEP)}`;

function open(...conditions: readonly string[]): string {
  return ["WorkflowType = 'dossier'", "ExecutionStatus = 'Running'", ...conditions].join(' AND ');
}

/** A due date is kept as its first moment. It is compared with noons, because a list on SQLite compares the texts of moments. */
function dueOn(day: LocalDate): string {
  return `${dueDate} BETWEEN ${quoted(noonBefore(day))} AND ${quoted(noonBefore(plusDays(day, 1)))}`;
}

function noonBefore(day: LocalDate): Instant {
  return instantOf(plusDays(day, -1), 12 * 3600);
}

/** Temporal 1.32 compares the first two otherwise than they were sent, reads `?` as a parameter, and takes quotes at the ends away. */
const NOT_TO_BE_ASKED = /["\\?]|^'|'$/;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
