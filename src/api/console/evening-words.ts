import { epochMs, printTime } from '../../domain/calendar.ts';
import type { Evening } from '../../domain/evening.ts';
import { TODAY } from './texts/today.ts';

/** The answer of the page in a sentence (console §4). */
export function eveningHeadline(evening: Evening): string {
  if (evening.phase === 'before') {
    const count = evening.willBeSent.length;
    return count === 0 ? TODAY.noneWillBeSent : TODAY.willBeSent(count);
  }
  const { sent, waiting, notSent, saved } = evening;
  const isQuiet = sent + waiting + notSent.length === 0;
  const left = isQuiet ? TODAY.noneWasSent : TODAY.wasSent(sent, waiting, notSent.length);
  return isQuiet && saved.length === 0 ? left : `${left}; ${TODAY.wasSaved(saved.length)}`;
}

/** How long there is still time, or when the last message left and how late; null when there is nothing to say. */
export function eveningTime(evening: Evening): string | null {
  if (evening.phase === 'before') {
    const left = remainingText(epochMs(evening.opensAt) - epochMs(evening.asOf));
    return TODAY.until(left, printTime(evening.opensAt).slice(0, 5));
  }
  const { last, waiting } = evening;
  if (last === null) return waiting > 0 ? TODAY.noneLeft : null;
  return TODAY.last(printTime(last.at), lateText(last.lateMs));
}

/** Whole minutes are counted down, so that at 15:15:30 there are still 2 hours 14 minutes to 17:30. */
function remainingText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? TODAY.remainingSeconds : TODAY.remaining(durationText(minutes * 60));
}

function lateText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds <= 0 ? TODAY.inTime : TODAY.late(durationText(seconds));
}

/** `2 giờ 15 phút`: without the parts that are zero. */
function durationText(seconds: number): string {
  const { units } = TODAY;
  const parts = [
    [Math.floor(seconds / 3600), units.hours],
    [Math.floor(seconds / 60) % 60, units.minutes],
    [seconds % 60, units.seconds],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
