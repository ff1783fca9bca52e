import { printDate } from './calendar.ts';
import type { Notice, NoticeKind } from './notice-key.ts';

/** A text as its name and the values in it, for gateways at which each text is registered as a template (gateways §2). */
export type MessageTemplate = { readonly name: NoticeKind; readonly values: Readonly<Record<string, string>> };

/** The values that a registered template may name, by the text (requirements §2). */
export const TEMPLATE_VALUES = {
  result: ['code', 'agency'],
  supplement: ['code', 'agency'],
  apology: ['code', 'date', 'agency'],
} as const satisfies Record<NoticeKind, readonly string[]>;

export function templateOf(notice: Notice, code: string, agencyName: string): MessageTemplate {
  const values = { code, agency: agencyName };
  return { name: notice.kind, values: notice.kind === 'apology' ? { ...values, date: printDate(notice.dueDate) } : values };
}
