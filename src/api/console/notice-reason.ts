import { REFUSAL_KINDS } from '../../domain/gateway-state.ts';
import { reasonInWords } from '../../domain/notice-words.ts';
import { LEDGER_REASONS } from './texts/notice-reason.ts';
import { REFUSAL_WORDS } from './texts/words.ts';

/** `words`: null where nothing but the gateway's answer says why. `answer`: what the gateway answered, word for word. */
export type NoticeReason = { readonly words: string | null; readonly answer: string | null };

/** Why a notice has its status, in words, and apart from them what its gateway answered. */
export function noticeReason(reason: string | null): NoticeReason {
  if (reason === null) return { words: null, answer: null };
  const [head = '', ...rest] = reason.split(': ');
  const refusal = REFUSAL_KINDS.find((kind) => kind === head);
  if (refusal) return { words: REFUSAL_WORDS[refusal].toLowerCase(), answer: rest.length === 0 ? null : rest.join(': ') };
  const words = LEDGER_REASONS.get(reason) ?? reasonInWords(reason);
  return words === reason ? { words: null, answer: reason } : { words, answer: null };
}
