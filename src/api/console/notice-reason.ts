import { REFUSAL_KINDS } from '../../domain/gateway-state.ts';
import { reasonInWords } from '../../domain/notice-words.ts';
import { LEDGER_REASONS } from './texts/notice-reason.ts';
import { REFUSAL_WORDS } from './texts/words.ts';

/** The reason of a notice's status in words. A gateway's answer is its kind in words, then what the gateway said. */
export function noticeReason(reason: string): string {
  const [head = '', ...rest] = reason.split(': ');
  const refusal = REFUSAL_KINDS.find((kind) => kind === head);
  if (refusal) return [REFUSAL_WORDS[refusal].toLowerCase(), ...rest].join(': ');
  return LEDGER_REASONS.get(reason) ?? reasonInWords(reason);
}
