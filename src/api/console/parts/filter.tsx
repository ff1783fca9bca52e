import type { Child } from 'hono/jsx';
import { FILTER } from '../texts/filter.ts';

type Props = {
  /** Read aloud before the fields. */
  readonly label: string;
  /** The address of the list without a filter. */
  readonly action: string;
  readonly isFiltered: boolean;
  readonly submit?: string;
  readonly children?: Child;
};

/** The fields by which a list is narrowed, in a row. It is sent as an address, so that it can be kept and passed on. */
export function Filter({ label, action, isFiltered, submit = FILTER.apply, children }: Props) {
  return (
    <form class="console-filter" action={action} method="get" aria-label={label} novalidate>
      {children}
      <div class="console-filter__buttons">
        <button class="govuk-button govuk-button--secondary" type="submit">
          {submit}
        </button>
        {isFiltered && (
          <a class="govuk-link" href={action}>
            {FILTER.clear}
          </a>
        )}
      </div>
    </form>
  );
}
