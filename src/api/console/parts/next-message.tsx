import { printDate } from '../../../domain/calendar.ts';
import type { Dossier } from '../../../domain/dossier.ts';
import type { Explanation } from '../../../domain/explain.ts';
import type { NextMessage as Next, NextMessages, NoMessage } from '../../../domain/next-messages.ts';
import { saverText } from '../../../domain/saved-apology.ts';
import { noticeText } from '../../../domain/texts.ts';
import { printSecond } from '../moments.ts';
import { DOSSIER, NEXT_MESSAGE, NO_MESSAGE, NO_MESSAGE_UNLESS, STOPPED_BY } from '../texts/dossier.ts';
import { KIND_WORDS } from '../texts/words.ts';
import { Bubble } from './bubble.tsx';
import { Explanations } from './explanations.tsx';

type Shared = { readonly dossier: Dossier; readonly agencyName: string };
type Props = Shared & {
  readonly next: NextMessages;
  /** Why there is no apology in the ledger for the date in force. */
  readonly why: readonly Explanation[];
};

/** What will be sent, when, and what would stop it; or why nothing will be sent (console §3). */
export function NextMessage({ next: { messages, none, onArrival }, dossier, agencyName, why }: Props) {
  return (
    <section class="console-next" aria-labelledby="next-message">
      <h2 class="govuk-heading-m" id="next-message">
        {NEXT_MESSAGE.heading}
      </h2>
      {messages.map((message) => (
        <Message message={message} dossier={dossier} agencyName={agencyName} />
      ))}
      {none && <p class="govuk-body">{noneText(none, dossier)}</p>}
      {onArrival && <p class="govuk-body">{NEXT_MESSAGE.onArrival}</p>}
      <Explanations items={why} subject={DOSSIER.explainApology} />
    </section>
  );
}

function Message({ message, dossier, agencyName }: Shared & { readonly message: Next }) {
  const kind = KIND_WORDS[message.notice.kind].toLowerCase();
  return (
    <>
      {message.kind === 'at_eve' ? (
        <>
          <p class="govuk-body">
            <strong>{NEXT_MESSAGE.atEve(printSecond(message.at))}</strong>
          </p>
          {message.savers.length > 0 && (
            <>
              <p class="govuk-body">{NEXT_MESSAGE.savers}</p>
              <ul class="govuk-list govuk-list--bullet">
                {message.savers.map((saver) => (
                  <li>{saverText(saver, dossier)}</li>
                ))}
              </ul>
            </>
          )}
        </>
      ) : (
        <>
          <p class="govuk-body">
            <strong>{message.kind === 'repeat' ? NEXT_MESSAGE.repeat(kind) : NEXT_MESSAGE.underWay(kind)}</strong>
          </p>
          <p class="govuk-body">{NEXT_MESSAGE.stoppedBy(STOPPED_BY[message.notice.kind])}</p>
        </>
      )}
      <details class="govuk-details console-explain">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{NEXT_MESSAGE.text}</span>
        </summary>
        <Bubble of="later" text={noticeText(message.notice, dossier.receiptCode, agencyName)} />
      </details>
    </>
  );
}

function noneText(none: NoMessage, { dueDate }: Dossier): string {
  const why = NO_MESSAGE[none.reason](dueDate === null ? '' : printDate(dueDate));
  return none.until === null ? why : `${why} ${NO_MESSAGE_UNLESS[none.reason](printSecond(none.until))}`;
}
