import type { Child } from 'hono/jsx';

export type Column<Row> = {
  readonly head: Child;
  readonly cell: (row: Row) => Child;
  readonly isNumber?: boolean;
  /** What stands before the cell where each row is a card; without one the cell stands alone. */
  readonly label?: string;
  /** For a column by which the table can be sorted. */
  readonly sorted?: 'ascending' | 'descending' | 'none';
};

type Props<Row> = {
  /** What the table shows; read aloud, and shown unless `isCaptionHidden`. */
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Whether each row becomes a card on a narrow screen. Otherwise the table scrolls there in a frame of its own. */
  readonly isCards?: boolean;
};

/** The first column heads each row. */
export function Table<Row>({ caption, isCaptionHidden, columns, rows, isCards }: Props<Row>) {
  // A browser forgets what a table is when its rows are laid out as cards.
  const role = (name: string) => (isCards ? name : undefined);
  return (
    <div class="console-scroll" tabindex={0} role="region" aria-label={caption}>
      <table class={`govuk-table${isCards ? ' console-cards' : ''}`} role={role('table')}>
        <caption class={`govuk-table__caption ${isCaptionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption--m'}`}>{caption}</caption>
        <thead class="govuk-table__head" role={role('rowgroup')}>
          <tr class="govuk-table__row" role={role('row')}>
            {columns.map(({ head, isNumber, sorted }) => (
              <th
                scope="col"
                class={`govuk-table__header${isNumber ? ' govuk-table__header--numeric' : ''}`}
                aria-sort={sorted}
                role={role('columnheader')}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body" role={role('rowgroup')}>
          {rows.map((row) => (
            <tr class="govuk-table__row" role={role('row')}>
              {columns.map(({ cell, isNumber, label }, index) =>
                index === 0 ? (
                  <th scope="row" class="govuk-table__header" role={role('rowheader')}>
                    {cell(row)}
                  </th>
                ) : (
                  <td
                    class={`govuk-table__cell${isNumber ? ' govuk-table__cell--numeric' : ''}`}
                    data-label={isCards ? label : undefined}
                    role={role('cell')}
                  >
                    {isCards ? <div>{cell(row)}</div> : cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
