import type { LocalDate } from '../../../domain/calendar.ts';
import { DUE_SOON_DAYS } from '../../../domain/dossier-lists.ts';
import { clockOf, type Dossier } from '../../../domain/dossier.ts';
import { remainingOf } from '../../../domain/remaining.ts';
import { DOSSIER_LINE } from '../texts/dossier-line.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';
import { Tag, type TagColour } from './tag.tsx';

/** How long a dossier has (requirements §8.2); where nothing is counted any more, how far it came. */
export function RemainingTag({ dossier, today }: { readonly dossier: Dossier; readonly today: LocalDate }) {
  if (dossier.closed !== null) return <Tag text={OUTCOME_NAMES[dossier.closed.outcome]} colour="grey" />;
  if (dossier.result.at !== null) return <Tag text={DOSSIER_LINE.hasResult} colour="green" />;
  const { days, text } = remainingOf(dossier, today);
  if (days === null) return <Tag text={DOSSIER_LINE.noDueDate} colour="grey" />;
  return <Tag text={text} colour={clockOf(dossier) === 'stopped' ? 'purple' : colourOf(days)} />;
}

function colourOf(days: number): TagColour {
  if (days < 0) return 'red';
  if (days === 0) return 'orange';
  return days <= DUE_SOON_DAYS ? 'yellow' : 'turquoise';
}
