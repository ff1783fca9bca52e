import { LIST } from '../texts/list.ts';

export type Chip = { readonly text: string; readonly hrefWithout: string };

/** What a list is filtered by; each can be taken off alone. */
export function Chips({ chips, hrefWithoutAll }: { readonly chips: readonly Chip[]; readonly hrefWithoutAll: string }) {
  if (chips.length === 0) return null;
  return (
    <div class="console-chips">
      <h2 class="govuk-visually-hidden">{LIST.chips}</h2>
      <ul class="console-chips__list">
        {chips.map(({ text, hrefWithout }) => (
          <li>
            <a class="console-chip" href={hrefWithout}>
              <span class="govuk-visually-hidden">{LIST.takeOff} </span>
              {text} <span aria-hidden="true">×</span>
            </a>
          </li>
        ))}
        {chips.length > 1 && (
          <li>
            <a class="govuk-link govuk-link--no-visited-state" href={hrefWithoutAll}>
              {LIST.takeOffAll}
            </a>
          </li>
        )}
      </ul>
    </div>
  );
}
