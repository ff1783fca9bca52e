import type { DossierAction } from '../../../domain/dossier-actions.ts';
import type { ReceiptCode } from '../../../domain/receipt-code.ts';
import { dossierFormAddress } from '../dossier-address.ts';
import { ACTION_WORDS, DOSSIER } from '../texts/dossier.ts';

type Props = {
  readonly actions: readonly DossierAction[];
  readonly code: ReceiptCode;
  /** The list from which the dossier was opened. */
  readonly tu: string | undefined;
};

/** Leads to the form of each action; the likeliest is the one that stands out. */
export function DossierActionLinks({ actions, code, tu }: Props) {
  if (actions.length === 0) return null;
  return (
    <nav class="govuk-button-group console-actions" aria-label={DOSSIER.actions}>
      {actions.map((action, index) => (
        <a
          class={`govuk-button${index === 0 ? '' : ' govuk-button--secondary'}`}
          href={dossierFormAddress(code, ACTION_WORDS[action].path, tu)}
          role="button"
          draggable={false}
          data-module="govuk-button"
        >
          {ACTION_WORDS[action].text}
        </a>
      ))}
    </nav>
  );
}
