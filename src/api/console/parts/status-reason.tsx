import { reasonInWords } from '../../../domain/notice-words.ts';
import type { NoticeStatus } from '../../../domain/notice-status.ts';
import { STATUS_WORDS } from '../texts/words.ts';
import { Tag } from './tag.tsx';

type Props = { readonly status: NoticeStatus; readonly reason: string | null };

/** What became of a notice, and why, in a sentence. A gateway's own words stand in brackets behind ours. */
export function StatusReason({ status, reason }: Props) {
  const { text, meaning, colour } = STATUS_WORDS[status];
  const ours = reason === null ? meaning : reasonInWords(reason);
  return (
    <>
      <Tag text={text} colour={colour} /> <span class="console-quiet--line">{ours === reason ? `${meaning} (${reason})` : ours}</span>
    </>
  );
}
