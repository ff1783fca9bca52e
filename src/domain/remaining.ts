import { daysBetween, type LocalDate } from './calendar.ts';
import { clockOf, type Dossier } from './dossier.ts';

/** How long a dossier has until its due date (requirements §8.2). `days` is null without a date, and negative when the date is past. */
export type Remaining = { readonly days: number | null; readonly text: string };

/** The text is empty where nothing is counted any more: without a due date, with a result, and after the close. */
export function remainingOf(dossier: Dossier, today: LocalDate): Remaining {
  const days = dossier.dueDate === null ? null : daysBetween(today, dossier.dueDate);
  return { days, text: days === null ? '' : textOf(clockOf(dossier), days) };
}

function textOf(clock: ReturnType<typeof clockOf>, days: number): string {
  if (clock === 'stopped') return 'Tạm dừng';
  if (clock !== 'running') return '';
  if (days === 0) return 'Hôm nay';
  return days > 0 ? `Còn ${days} ngày` : `Quá ${-days} ngày`;
}
