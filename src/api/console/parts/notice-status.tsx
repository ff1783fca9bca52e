import type { NoticeStatus } from '../../../domain/notice-status.ts';
import { helpOf } from '../help-address.ts';
import { STATUS_WORDS } from '../texts/words.ts';
import { Tag } from './tag.tsx';

/** The status of a notice as a tag that leads to its explanation. */
export function NoticeStatusTag({ status }: { readonly status: NoticeStatus }) {
  const { text, colour } = STATUS_WORDS[status];
  return (
    <a class="console-tag-link" href={helpOf('status', status)}>
      <Tag text={text} colour={colour} />
    </a>
  );
}
