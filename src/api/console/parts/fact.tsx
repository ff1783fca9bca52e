import type { Child } from 'hono/jsx';

/** A row of a summary list (govuk-frontend): what it is called, and what it is. */
export function Fact({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{name}</dt>
      <dd class="govuk-summary-list__value">{children}</dd>
    </div>
  );
}
