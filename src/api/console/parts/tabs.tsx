import { printNumber } from '../print-number.ts';

export type TabLink = { readonly href: string; readonly text: string; readonly count: number; readonly isCurrent: boolean };

/** Tabs that are pages of their own, each with how many it has. */
export function Tabs({ id, label, tabs }: { readonly id: string; readonly label: string; readonly tabs: readonly TabLink[] }) {
  return (
    <nav class="console-tabs" id={id} aria-label={label}>
      <ul class="console-tabs__list">
        {tabs.map(({ href, text, count, isCurrent }) => (
          <li>
            <a href={href} aria-current={isCurrent ? 'page' : undefined}>
              <span class="console-tabs__text">{text}</span> <span class="console-count">{printNumber(count)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
