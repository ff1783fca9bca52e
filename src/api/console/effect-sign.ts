import { NOTICE_KINDS, type NoticeKind } from '../../domain/notice-key.ts';
import type { EventEffect } from '../../domain/event-effect.ts';
import { maskPhone, type Phone } from '../../domain/phone.ts';
import { KIND_IN_SENTENCE, SENT_WORDS } from './texts/sms-preview.ts';

/** The hidden field that says what a form has shown of what it sends, so that nothing else is sent without being shown first. */
export const SEEN_FIELD = 'seen';

/** That no message leaves and nothing needs a second look. */
export const NOTHING = 'none';

type Shown = {
  readonly effect: EventEffect;
  /** Whether the settings know the agency, without which its notices wait. */
  readonly isAgencyKnown: boolean;
  /** The apology is a part of what has to be seen. */
  readonly isApologyNews: boolean;
  /** What else has to be seen, such as a warning. */
  readonly remarks: readonly string[];
};

/** `send:result`, `skip:supplement:no_phone+reappointed_before`: one text for all that a person has to see before a form is recorded. */
export function effectSign({ effect: { now, apology }, isAgencyKnown, isApologyNews, remarks }: Shown): string {
  const first =
    now.call === 'none' ? NOTHING : [callOf(now.call, isAgencyKnown), now.notice.kind, ...('reason' in now ? [now.reason] : [])].join(':');
  return [first, ...(isApologyNews && apology?.isNew ? [`apology:${apology.at}`] : []), ...remarks].join('+');
}

function callOf(call: 'send' | 'skip', isAgencyKnown: boolean): 'send' | 'skip' | 'wait' {
  return call === 'send' && !isAgencyKnown ? 'wait' : call;
}

/** Whether a form has shown all of this: exactly this message, and each remark. A remark that is no longer true needs no second look. */
export function hasSeen(seen: string, sign: string): boolean {
  const [shownMessage, ...shownRemarks] = seen.split('+');
  const [message, ...remarks] = sign.split('+');
  return message === shownMessage && remarks.every((remark) => shownRemarks.includes(remark));
}

/** What a banner says of the message, from what the form has shown. */
export function sentSentence(seen: string, phone: Phone | null): string {
  const [call, kindText, reason] = (seen.split('+')[0] ?? '').split(':');
  const kind: NoticeKind | undefined = NOTICE_KINDS.find((each) => each === kindText);
  if (kind === undefined) return SENT_WORDS.none;
  const words = KIND_IN_SENTENCE[kind];
  if (call === 'wait') return SENT_WORDS.wait(words);
  if (call === 'skip') return reason === 'same_day' ? SENT_WORDS.same_day : SENT_WORDS.no_phone(words);
  return phone === null ? SENT_WORDS.no_phone(words) : SENT_WORDS.send(words, maskPhone(phone));
}
