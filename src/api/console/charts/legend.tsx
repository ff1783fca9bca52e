import type { Child } from 'hono/jsx';

type Item = { readonly text: string; readonly mark: Child };

/** Names what is drawn how, in a row above the drawing. Each mark is drawn around 0,0. */
export function Legend({ items, left, width }: { readonly items: readonly Item[]; readonly left: number; readonly width: number }) {
  return (
    <g>
      {items.map(({ text, mark }, at) => (
        <g transform={`translate(${left + at * width} 14)`}>
          {mark}
          <text class="console-chart__text" x="16" y="4">
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}
