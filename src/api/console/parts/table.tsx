import type { Child } from 'hono/jsx';

export type Column<Row> = {
  readonly head: Child;
  readonly cell: (row: Row) => Child;
  readonly isNumber?: boolean;
};

type Props<Row> = {
  /** What the table shows; read aloud, and shown unless `isCaptionHidden`. */
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
};

/** The first column heads each row. On a narrow screen the table scrolls in a frame of its own. */
export function Table<Row>({ caption, isCaptionHidden, columns, rows }: Props<Row>) {
  return (
    <div class="console-scroll" tabindex={0} role="region" aria-label={caption}>
      <table class="govuk-table">
        <caption class={`govuk-table__caption ${isCaptionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption--m'}`}>{caption}</caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {columns.map(({ head, isNumber }) => (
              <th scope="col" class={`govuk-table__header${isNumber ? ' govuk-table__header--numeric' : ''}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {rows.map((row) => (
            <tr class="govuk-table__row">
              {columns.map(({ cell, isNumber }, index) =>
                index === 0 ? (
                  <th scope="row" class="govuk-table__header">
                    {cell(row)}
                  </th>
                ) : (
                  <td class={`govuk-table__cell${isNumber ? ' govuk-table__cell--numeric' : ''}`}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
