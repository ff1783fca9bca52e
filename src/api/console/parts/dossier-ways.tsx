import type { Neighbours } from '../../../services/find-neighbours.ts';
import type { CameFrom } from '../came-from-list.ts';
import { dossierAddress } from '../dossier-address.ts';
import { DOSSIER } from '../texts/dossier.ts';

type Props = { readonly came: CameFrom | null; readonly neighbours: Neighbours | null };

/** Back to the list, and to the dossiers beside this one in it. */
export function DossierWays({ came, neighbours }: Props) {
  const beside = [
    { code: neighbours?.previous ?? null, text: DOSSIER.previous, rel: 'prev' },
    { code: neighbours?.next ?? null, text: DOSSIER.following, rel: 'next' },
  ];
  return (
    <div class="console-ways">
      <a class="govuk-back-link" href={came?.address ?? '/ho-so'}>
        {DOSSIER.back}
      </a>
      {came && beside.some(({ code }) => code !== null) && (
        <nav aria-label={DOSSIER.neighbours}>
          {beside.map(
            ({ code, text, rel }) =>
              code !== null && (
                <a class="govuk-link" href={dossierAddress(code, came.tu)} rel={rel}>
                  {text}
                  <span class="govuk-visually-hidden"> {code}</span>
                </a>
              ),
          )}
        </nav>
      )}
    </div>
  );
}
