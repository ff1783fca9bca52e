import { plusDays, readLocalDate, type LocalDate } from './calendar.ts';
import type { Period } from './statistics.ts';

/** The periods for which reports are usually made. */
export const REPORT_PERIODS = ['month', 'last_month', 'quarter', 'year'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

/** The days of a period as of today; one that is under way ends today. */
export function reportPeriod(name: ReportPeriod, today: LocalDate): Period {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  switch (name) {
    case 'month':
      return { from: firstDay(year, month), to: today };
    case 'last_month': {
      const thisMonth = firstDay(year, month);
      return { from: month === 1 ? firstDay(year - 1, 12) : firstDay(year, month - 1), to: plusDays(thisMonth, -1) };
    }
    case 'quarter':
      return { from: firstDay(year, month - ((month - 1) % 3)), to: today };
    case 'year':
      return { from: firstDay(year, 1), to: today };
  }
}

function firstDay(year: number, month: number): LocalDate {
  const text = `${year}-${String(month).padStart(2, '0')}-01`;
  const day = readLocalDate(text);
  if (day === null) throw new Error(`expected the first day of a month, came ${text}`);
  return day;
}
