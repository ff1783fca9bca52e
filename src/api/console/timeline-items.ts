import type { Instant } from '../../domain/calendar.ts';
import type { MaskedInquiry } from '../../services/masked-inquiry.ts';
import type { DossierLife, LivedEvent, LivedNotice } from '../../services/read-dossier-life.ts';

/** One thing that happened to a dossier, and when it was written down. */
export type TimelineItem = { readonly at: Instant } & (
  | { readonly kind: 'event'; readonly event: LivedEvent }
  | { readonly kind: 'notice'; readonly notice: LivedNotice }
  | { readonly kind: 'inquiry'; readonly inquiry: MaskedInquiry }
);

/** Newest first. Of one moment, a notice stands above the event that called for it. */
export function timelineItems({
  events,
  notices,
  inquiries,
}: Pick<DossierLife, 'events' | 'notices' | 'inquiries'>): readonly TimelineItem[] {
  const oldestFirst: TimelineItem[] = [
    ...events.map((event) => ({ kind: 'event', at: event.recordedAt, event }) as const),
    ...notices.map((notice) => ({ kind: 'notice', at: notice.decidedAt, notice }) as const),
    ...inquiries.map((inquiry) => ({ kind: 'inquiry', at: inquiry.receivedAt, inquiry }) as const),
  ];
  return oldestFirst.toSorted((left, right) => (left.at === right.at ? 0 : left.at < right.at ? -1 : 1)).toReversed();
}
