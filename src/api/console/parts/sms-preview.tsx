import type { Child } from 'hono/jsx';
import { maskPhone, type Phone } from '../../../domain/phone.ts';
import { noticeKey, type Notice } from '../../../domain/notice-key.ts';
import type { ReceiptCode } from '../../../domain/receipt-code.ts';
import { printDong } from '../../../domain/sms-cost.ts';
import type { EventEffect } from '../../../domain/event-effect.ts';
import type { LikelySms } from '../../../services/likely-sms.ts';
import { printSecond } from '../moments.ts';
import { Bubble } from './bubble.tsx';
import { KIND_IN_SENTENCE, SILENT_WORDS, SMS_PREVIEW } from '../texts/sms-preview.ts';

export type SmsPreviewFacts = {
  readonly receiptCode: ReceiptCode;
  readonly effect: EventEffect;
  readonly sms: readonly LikelySms[] | null;
  readonly phone: Phone | null;
  /** What the person should know before, in sentences. */
  readonly warnings: readonly string[];
  /** Whether it is said when no apology is to come. */
  readonly namesNoApology: boolean;
};

type Props = {
  /** Null while the form is not filled in; then `children` says when it sends something. */
  readonly facts: SmsPreviewFacts | null;
  /** Why a form of this kind sends nothing at once. */
  readonly whySilent: string;
  readonly children?: Child;
};

/** Which SMS will leave, word for word, with its parts and its price, or that none will, and why (console §3). */
export function SmsPreview({ facts, whySilent, children }: Props) {
  return (
    <section class="console-sms-preview" aria-labelledby="preview-heading">
      <h2 class="govuk-heading-s" id="preview-heading">
        {SMS_PREVIEW.heading}
      </h2>
      <div id="preview" data-previewed aria-live="polite">
        {facts ? <Filled facts={facts} whySilent={whySilent} /> : children}
      </div>
    </section>
  );
}

function Filled({ facts, whySilent }: { readonly facts: SmsPreviewFacts; readonly whySilent: string }) {
  const { effect, warnings, namesNoApology } = facts;
  const { now, apology, stopped } = effect;
  return (
    <>
      {warnings.map((warning) => (
        <div class="govuk-warning-text">
          <span class="govuk-warning-text__icon" aria-hidden="true">
            !
          </span>
          <strong class="govuk-warning-text__text">{warning}</strong>
        </div>
      ))}
      <AtOnce facts={facts} now={now} whySilent={whySilent} />
      {stopped && <p class="govuk-body">{SMS_PREVIEW.stopped(printSecond(stopped.at))}</p>}
      {apology?.isNew && (
        <>
          <p class="govuk-body">{SMS_PREVIEW.apology(printSecond(apology.at))}</p>
          <Sms facts={facts} notice={apology.notice} />
        </>
      )}
      {namesNoApology && apology === null && <p class="govuk-body">{SMS_PREVIEW.noApology}</p>}
    </>
  );
}

type AtOnceProps = { readonly facts: SmsPreviewFacts; readonly now: EventEffect['now']; readonly whySilent: string };

function AtOnce({ facts, now, whySilent }: AtOnceProps) {
  if (now.call === 'none') {
    const why = now.reason === 'not_called_for' ? whySilent : SILENT_WORDS[now.reason];
    return <p class="govuk-body">{SMS_PREVIEW.silent(why)}</p>;
  }
  if (now.call === 'skip') return <p class="govuk-body">{SMS_PREVIEW.skipped[now.reason](KIND_IN_SENTENCE[now.notice.kind])}</p>;
  return (
    <>
      <p class="govuk-body">{SMS_PREVIEW.atOnce(facts.phone === null ? '' : maskPhone(facts.phone))}</p>
      <Sms facts={facts} notice={now.notice} />
    </>
  );
}

function Sms({ facts: { receiptCode, sms }, notice }: { readonly facts: SmsPreviewFacts; readonly notice: Notice }) {
  if (sms === null) return <p class="govuk-body">{SMS_PREVIEW.waits}</p>;
  const key = noticeKey(receiptCode, notice);
  const found = sms.find((each) => noticeKey(receiptCode, each.notice) === key);
  if (!found) return null;
  return (
    <figure class="console-sms">
      <Bubble text={found.text} of={notice.kind === 'apology' ? 'later' : 'office'} />
      <figcaption class="govuk-hint">{SMS_PREVIEW.size(found.parts, found.cost === null ? null : printDong(found.cost))}</figcaption>
    </figure>
  );
}
