import { COMMON } from '../texts/common.ts';

/** To the first and the next page of a list; both have the filters of this one. */
export function Pagination({ first, next }: { readonly first: string | null; readonly next: string | null }) {
  if (first === null && next === null) return null;
  return (
    <nav class="govuk-pagination" aria-label={COMMON.pages}>
      {first !== null && (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={first}>
            <span class="govuk-pagination__link-title">{COMMON.firstPage}</span>
          </a>
        </div>
      )}
      {next !== null && (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={next} rel="next">
            <span class="govuk-pagination__link-title">{COMMON.nextPage}</span>
          </a>
        </div>
      )}
    </nav>
  );
}
