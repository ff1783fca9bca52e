import type { Explanation } from '../../../domain/explain.ts';
import { readNoticeKey } from '../../../domain/notice-key.ts';
import type { LivedNotice } from '../../../services/read-dossier-life.ts';
import { printSecond } from '../moments.ts';
import { noticeName } from '../notice-name.ts';
import { noticeReason } from '../notice-reason.ts';
import { printNumber } from '../print-number.ts';
import { resendAddress } from '../resend-address.ts';
import { TIMELINE } from '../texts/dossier.ts';
import { KIND_WORDS, STATUS_WORDS } from '../texts/words.ts';
import { Bubble } from './bubble.tsx';
import { Explanations } from './explanations.tsx';
import { GatewayAnswer } from './gateway-answer.tsx';
import { NoticeStatusTag } from './notice-status.tsx';

type Props = { readonly notice: LivedNotice; readonly why: readonly Explanation[]; readonly mayResend: boolean };

/** A message, word for word, with its parts and what became of it. */
export function TimelineNotice({ notice, why, mayResend }: Props) {
  const read = readNoticeKey(notice.key);
  const name = read ? noticeName(read.notice) : KIND_WORDS[notice.kind];
  return (
    <>
      <h3 class="govuk-heading-s console-timeline__heading">
        {name} <NoticeStatusTag status={notice.status} />
      </h3>
      <p class="govuk-body">{becameText(notice)}</p>
      <GatewayAnswer reason={notice.reason} />
      <Bubble of={notice.sentAt === null ? 'later' : 'office'} text={notice.text} />
      <p class="govuk-body console-quiet">{[printSecond(notice.decidedAt), ...detailsOf(notice)].join(' · ')}</p>
      {mayResend && notice.mayResend && (
        <p class="govuk-body">
          <a class="govuk-link" href={resendAddress(notice.key)}>
            {TIMELINE.resend}
            <span class="govuk-visually-hidden"> {name.toLowerCase()}</span>
          </a>
        </p>
      )}
      <Explanations items={why} subject={name.toLowerCase()} />
    </>
  );
}

/** The status in a sentence. Why a notice was not sent says more than that it was not. */
function becameText({ status, reason }: LivedNotice): string {
  const { meaning } = STATUS_WORDS[status];
  const why = noticeReason(reason).words;
  if (why === null) return sentence(meaning);
  const saysAll = status === 'skipped' || status === 'superseded' || why === meaning;
  return saysAll ? sentence(why) : `${sentence(meaning)} ${TIMELINE.reason(why)}.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function detailsOf({ status, segments, cost, gateway, sentAt, settledAt, resent }: LivedNotice): string[] {
  return [
    TIMELINE.parts(printNumber(segments)),
    ...(cost === null ? [] : [TIMELINE.cost(printNumber(cost))]),
    ...(gateway === null ? [] : [TIMELINE.gateway(gateway)]),
    ...(sentAt === null ? [] : [TIMELINE.sentAt(printSecond(sentAt))]),
    ...(sentAt === null || settledAt === null || status === 'sent' ? [] : [TIMELINE.settledAt(printSecond(settledAt))]),
    ...(resent > 0 ? [TIMELINE.resent] : []),
  ];
}
