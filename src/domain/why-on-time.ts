import { stoppedSince } from './apology.ts';
import { dateOf, printDate, type Instant, type LocalDate } from './calendar.ts';
import { clockOf, type Dossier } from './dossier.ts';
import { isLate, judgingDay } from './on-time.ts';

/** Why a dossier is on time or late, as the middle of a sentence, and by which rule of requirements §6. */
type OnTimeReason = {
  readonly rule: 'beforeResult' | 'afterResult' | 'stoppedOrNoDate';
  readonly decidedAt: Instant | null;
  readonly text: string;
};

/** @param today the legal day on which it is asked */
export function whyOnTime(dossier: Dossier, today: LocalDate): OnTimeReason {
  const { judgedDate, result } = dossier;
  if (judgedDate === null) return { rule: 'stoppedOrNoDate', decidedAt: null, text: 'hồ sơ không có ngày hẹn trả kết quả' };
  const judgedBy = `ngày hẹn dùng để xét là ${printDate(judgedDate)}`;
  if (result.at !== null) {
    const text = `hồ sơ đến bước “Trả kết quả” ngày ${printDate(dateOf(result.at))}, ${judgedBy}; không thay đổi nữa`;
    return { rule: 'afterResult', decidedAt: result.at, text };
  }
  const day = printDate(judgingDay(dossier, today));
  if (clockOf(dossier) === 'stopped') {
    const text = `thời hạn tạm dừng từ ngày ${day} để bổ sung giấy tờ, ${judgedBy}`;
    return { rule: 'stoppedOrNoDate', decidedAt: stoppedSince(dossier), text };
  }
  const comparison = isLate(dossier, today) ? 'đã qua' : 'chưa qua';
  return { rule: 'beforeResult', decidedAt: null, text: `xét đến ngày ${day}, ${judgedBy}, ${comparison} ngày hẹn` };
}
