import { dateOf } from '../../../domain/calendar.ts';
import { LATE, onTimeText } from '../../../domain/on-time.ts';
import { whyOnTime } from '../../../domain/why-on-time.ts';
import type { DossierLife } from '../../../services/read-dossier-life.ts';
import { DOSSIER } from '../texts/dossier.ts';
import { Explanations } from './explanations.tsx';
import { RemainingTag } from './remaining-tag.tsx';
import { Tag } from './tag.tsx';

/** Whether the dossier is on time or late and why, and how long it has. */
export function Judgement({ found, explanation }: Pick<DossierLife, 'found' | 'explanation'>) {
  const { dossier, asOf } = found;
  const today = dateOf(asOf);
  const onTime = onTimeText(dossier, today);
  return (
    <>
      <p class="govuk-body console-judgement">
        <Tag text={onTime} colour={onTime === LATE ? 'red' : 'green'} /> <RemainingTag dossier={dossier} today={today} />{' '}
        <span>{capitalised(whyOnTime(dossier, today).text)}.</span>
      </p>
      <Explanations items={explanation.filter(({ about }) => about === 'on_time')} subject={DOSSIER.explainOnTime} />
    </>
  );
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
