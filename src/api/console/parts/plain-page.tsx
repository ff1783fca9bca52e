import type { Child } from 'hono/jsx';
import { Document } from '../frame.tsx';

/** A page without a frame: it needs neither a session nor the database. */
export function PlainPage({ title, text, children }: { readonly title: string; readonly text: string; readonly children?: Child }) {
  return (
    <Document title={title}>
      <main class="govuk-width-container govuk-main-wrapper" id="main-content">
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
        <p class="govuk-body">{children}</p>
      </main>
    </Document>
  );
}
