import type { Child } from 'hono/jsx';
import { Table, type Column } from '../parts/table.tsx';
import { STATISTICS } from '../texts/statistics.ts';

type Props<Row> = {
  /** Names the parts of the drawing; another one for each chart of a page. */
  readonly id: string;
  readonly title: string;
  /** How to read the drawing, for eyes that cannot tell colours and for ears. */
  readonly summary: string;
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly children?: Child;
};

/** A drawing with its text alternative: a table of all that it shows. Sizes are in units of the drawing, which is as wide as its frame. */
export function Chart<Row>({ id, title, summary, width, height, columns, rows, children }: Props<Row>) {
  return (
    <figure class="console-chart" aria-labelledby={id}>
      <figcaption>
        <h2 class="govuk-heading-m" id={id}>
          {title}
        </h2>
        <p class="govuk-body-s">{summary}</p>
      </figcaption>
      <div class="console-scroll" tabindex={0} role="region" aria-label={STATISTICS.drawing(title)}>
        <svg class="console-chart__drawing" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${summary}`}>
          {children}
        </svg>
      </div>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">
            {STATISTICS.chartTable}
            <span class="govuk-visually-hidden">: {title}</span>
          </span>
        </summary>
        <Table caption={title} isCaptionHidden columns={columns} rows={rows} />
      </details>
    </figure>
  );
}

/** Where there is nothing to draw. */
export function NoChart({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section>
      <h2 class="govuk-heading-m">{title}</h2>
      <p class="govuk-body">{text}</p>
    </section>
  );
}
