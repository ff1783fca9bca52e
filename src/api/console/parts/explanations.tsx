import type { Explanation } from '../../../domain/explain.ts';
import { printSecond } from '../moments.ts';
import { DOSSIER } from '../texts/dossier.ts';

/** Opens why something was decided: the sentence, the rule and the moment. `subject` tells these links apart when they are read aloud. */
export function Explanations({ items, subject }: { readonly items: readonly Explanation[]; readonly subject: string }) {
  if (items.length === 0) return null;
  return (
    <details class="govuk-details console-explain">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          {DOSSIER.explain}
          <span class="govuk-visually-hidden">{DOSSIER.explainOf(subject)}</span>
        </span>
      </summary>
      <div class="govuk-details__text">
        {items.map(({ text, rule, decidedAt }) => (
          <p>
            {text}{' '}
            <small>
              ({DOSSIER.rule(rule)}
              {decidedAt !== null && `, ${DOSSIER.decidedAt(printSecond(decidedAt))}`})
            </small>
          </p>
        ))}
      </div>
    </details>
  );
}
