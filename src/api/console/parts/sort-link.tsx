import { LIST } from '../texts/list.ts';
import type { Column } from './table.tsx';

type Props = { readonly text: string; readonly href: string; readonly sorted: NonNullable<Column<never>['sorted']> };

/** The head of a column that sorts the table by it, and by its reverse the next time. The arrow only repeats what `aria-sort` says. */
export function SortLink({ text, href, sorted }: Props) {
  return (
    <a class="govuk-link govuk-link--no-visited-state govuk-link--no-underline" href={href}>
      {text}
      <span class="govuk-visually-hidden">, {LIST.sortBy}</span> <span aria-hidden="true">{ARROWS[sorted]}</span>
    </a>
  );
}

const ARROWS = { ascending: '▲', descending: '▼', none: '↕' } as const;
