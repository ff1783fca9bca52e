import type { NoticeStatus } from '../../../domain/notice-status.ts';
import { noticeReason } from '../notice-reason.ts';
import { STATUS_WORDS } from '../texts/words.ts';
import { GatewayAnswer } from './gateway-answer.tsx';
import { Tag } from './tag.tsx';

type Props = { readonly status: NoticeStatus; readonly reason: string | null };

/** What became of a notice, and why, in a sentence. */
export function StatusReason({ status, reason }: Props) {
  const { text, meaning, colour } = STATUS_WORDS[status];
  return (
    <>
      <Tag text={text} colour={colour} /> <span class="console-quiet--line">{noticeReason(reason).words ?? meaning}</span>
      <GatewayAnswer reason={reason} />
    </>
  );
}
