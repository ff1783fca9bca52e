import { readLocalDate } from '../../domain/calendar.ts';
import type { NoticeKind } from '../../domain/notice-key.ts';
import { noticeText } from '../../domain/texts.ts';

/** The code and the date of requirements §2. */
const [CODE, DUE_DATE] = ['0101701234', readLocalDate('2017-03-15')];

/** What a notice of this kind says, with an example code. */
export function sampleText(kind: NoticeKind, office: string): string {
  if (DUE_DATE === null) throw new Error('expected a day that exists');
  return noticeText(kind === 'apology' ? { kind, dueDate: DUE_DATE } : { kind, round: 1 }, CODE, office);
}
