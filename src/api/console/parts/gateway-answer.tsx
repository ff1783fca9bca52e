import { noticeReason } from '../notice-reason.ts';
import { GATEWAY_ANSWER } from '../texts/notice-reason.ts';

/** What the gateway answered, word for word, for whoever asks its provider about it. It may be of any kind, so it stands behind a disclosure. */
export function GatewayAnswer({ reason }: { readonly reason: string | null }) {
  const { answer } = noticeReason(reason);
  if (answer === null) return null;
  return (
    <details class="govuk-details console-explain">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{GATEWAY_ANSWER}</span>
      </summary>
      <div class="govuk-details__text">{answer}</div>
    </details>
  );
}
