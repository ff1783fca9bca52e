import type { Child } from 'hono/jsx';
import { FORM_TOKEN_FIELD } from '../form-token.ts';

type Props = {
  /** The address of the page itself when it is left out. */
  readonly action?: string;
  readonly formToken: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Whether the browser shows what the form would send while it is filled in. */
  readonly isPreviewed?: boolean;
  readonly children?: Child;
};

/** A form of a signed-in person. */
export function Form({ action, formToken, hidden = {}, isPreviewed, children }: Props) {
  return (
    <form method="post" action={action} novalidate data-preview={isPreviewed}>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={formToken} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}

export function SubmitButton({ text, isWarning }: { readonly text: string; readonly isWarning?: boolean }) {
  return (
    <button
      class={`govuk-button${isWarning ? ' govuk-button--warning' : ''}`}
      type="submit"
      data-module="govuk-button"
      data-prevent-double-click="true"
    >
      {text}
    </button>
  );
}
