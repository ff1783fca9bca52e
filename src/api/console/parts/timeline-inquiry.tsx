import type { MaskedInquiry } from '../../../services/masked-inquiry.ts';
import { printSecond } from '../moments.ts';
import { TIMELINE } from '../texts/dossier.ts';
import { INQUIRY_OUTCOME_WORDS, REPLY_STATUS_WORDS } from '../texts/words.ts';
import { Bubble } from './bubble.tsx';
import { Tag } from './tag.tsx';

/** A citizen's question and its answer, with all numbers masked. */
export function TimelineInquiry({ inquiry }: { readonly inquiry: MaskedInquiry }) {
  const { from, text, receivedAt, outcome, reply, charge, answeredAt, gateway, replyStatus } = inquiry;
  const details = [
    printSecond(receivedAt),
    ...(from === null ? [] : [TIMELINE.asked(from)]),
    TIMELINE.gateway(gateway),
    ...(answeredAt === null ? [] : [TIMELINE.answeredAt(printSecond(answeredAt)), charge ? TIMELINE.charged : TIMELINE.notCharged]),
    ...(replyStatus === null ? [] : [REPLY_STATUS_WORDS[replyStatus]]),
  ];
  return (
    <>
      <h3 class="govuk-heading-s console-timeline__heading">
        {TIMELINE.inquiry} {outcome && <Tag text={INQUIRY_OUTCOME_WORDS[outcome].text} colour={INQUIRY_OUTCOME_WORDS[outcome].colour} />}
      </h3>
      {text === null ? <p class="govuk-body console-quiet">{TIMELINE.erased}</p> : <Bubble of="citizen" text={text} />}
      {reply !== null && <Bubble of="office" text={reply} />}
      {outcome === null && <p class="govuk-body">{TIMELINE.unanswered}</p>}
      <p class="govuk-body console-quiet">{details.join(' · ')}</p>
    </>
  );
}
