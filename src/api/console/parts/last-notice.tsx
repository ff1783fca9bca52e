import type { ListedNotice } from '../../../services/listed-notice.ts';
import { printMinute } from '../moments.ts';
import { DOSSIER_LINE } from '../texts/dossier-line.ts';
import { KIND_WORDS, STATUS_WORDS } from '../texts/words.ts';

/** The last notice of a dossier in words, and since when it stands like this. */
export function LastNotice({ notice }: { readonly notice: ListedNotice | undefined }) {
  if (notice === undefined) return <span class="console-quiet">{DOSSIER_LINE.noNotice}</span>;
  const { kind, round, status, sentAt, settledAt, decidedAt } = notice;
  const again = round !== null && round > 1 ? ` (${DOSSIER_LINE.round(round)})` : '';
  return (
    <>
      {`${KIND_WORDS[kind]}${again}: ${STATUS_WORDS[status].text}`}
      <span class="console-quiet console-quiet--line">{printMinute(settledAt ?? sentAt ?? decidedAt)}</span>
    </>
  );
}
