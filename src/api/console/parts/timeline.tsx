import type { Explanation } from '../../../domain/explain.ts';
import { printNumber } from '../print-number.ts';
import type { TimelineItem } from '../timeline-items.ts';
import { TIMELINE } from '../texts/dossier.ts';
import { TimelineEvent } from './timeline-event.tsx';
import { TimelineInquiry } from './timeline-inquiry.tsx';
import { TimelineNotice } from './timeline-notice.tsx';

type Props = {
  readonly items: readonly TimelineItem[];
  readonly explanation: readonly Explanation[];
  readonly mayResend: boolean;
  /** The page with all items, where this one shows only the newest; null where it shows all. */
  readonly rest: { readonly total: number; readonly address: string } | null;
};

/** All that happened to a dossier, newest first (console §3). */
export function Timeline({ items, explanation, mayResend, rest }: Props) {
  const about = (key: string) => explanation.filter((each) => each.about === key);
  return (
    <section aria-labelledby="timeline">
      <h2 class="govuk-heading-m" id="timeline">
        {TIMELINE.heading}
      </h2>
      <p class="govuk-body console-quiet">
        {TIMELINE.order} {rest && TIMELINE.some(printNumber(items.length), printNumber(rest.total))}
      </p>
      <ol class="console-timeline" reversed>
        {items.map((item) => (
          <li class={`console-timeline__item console-timeline__item--${item.kind}`}>
            {item.kind === 'event' && <TimelineEvent event={item.event} why={about(`event/${item.event.seq}`)} />}
            {item.kind === 'notice' && <TimelineNotice notice={item.notice} why={about(item.notice.key)} mayResend={mayResend} />}
            {item.kind === 'inquiry' && <TimelineInquiry inquiry={item.inquiry} />}
          </li>
        ))}
      </ol>
      {rest && (
        <p class="govuk-body">
          <a class="govuk-link" href={rest.address}>
            {TIMELINE.all(printNumber(rest.total))}
          </a>
        </p>
      )}
    </section>
  );
}
