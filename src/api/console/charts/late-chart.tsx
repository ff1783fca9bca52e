import { scaleLinear } from 'd3-scale';
import type { Statistics } from '../../../services/count-statistics.ts';
import { printNumber } from '../print-number.ts';
import { GROUP_HEADS, STATISTICS } from '../texts/statistics.ts';
import { Chart, NoChart } from './chart.tsx';
import { Hatch } from './hatch.tsx';
import { Legend } from './legend.tsx';

const TEXTS = STATISTICS.late;
const ID = 'late';
const HATCH = `url(#${ID}-hatch)`;
const [WIDTH, TOP, ROW, BAR, LEFT, RIGHT] = [720, 34, 28, 18, 220, 620];
const DRAWN_MAX = 12;
/** The longest name that has room beside its bar, characters. */
const NAME_MAX = 26;

/** Late dossiers of each procedure that has some, the most first: those with a result and those that are open, one behind the other. */
export function LateChart({ procedures }: { readonly procedures: Statistics['groups'] }) {
  const rows = procedures
    .map(({ key, counts: { resolvedLate, openLate } }) => ({ key, resolvedLate, openLate, all: resolvedLate + openLate }))
    .filter(({ all }) => all > 0)
    .toSorted((left, right) => right.all - left.all);
  const drawn = rows.slice(0, DRAWN_MAX);
  if (drawn.length === 0) return <NoChart title={TEXTS.title} text={TEXTS.none} />;
  const x = scaleLinear([0, Math.max(...drawn.map(({ all }) => all))], [LEFT, RIGHT]);
  return (
    <Chart
      id={ID}
      title={TEXTS.title}
      summary={drawn.length < rows.length ? `${TEXTS.summary} ${TEXTS.more(DRAWN_MAX)}` : TEXTS.summary}
      width={WIDTH}
      height={TOP + drawn.length * ROW}
      rows={rows}
      columns={[
        { head: GROUP_HEADS.procedure, cell: ({ key }) => key },
        { head: TEXTS.resolved, cell: ({ resolvedLate }) => printNumber(resolvedLate), isNumber: true },
        { head: TEXTS.open, cell: ({ openLate }) => printNumber(openLate), isNumber: true },
        { head: TEXTS.all, cell: ({ all }) => printNumber(all), isNumber: true },
      ]}
    >
      <Hatch id={`${ID}-hatch`} />
      <Legend
        left={LEFT + 6}
        width={190}
        items={[
          { text: TEXTS.resolved, mark: <rect class="console-chart__bar" x="-6" y="-6" width="14" height="12" /> },
          { text: TEXTS.open, mark: <rect class="console-chart__hatched" x="-6" y="-6" width="14" height="12" fill={HATCH} /> },
        ]}
      />
      {drawn.map(({ key, resolvedLate, openLate, all }, at) => {
        const y = TOP + at * ROW;
        return (
          <g>
            <text class="console-chart__text" x={LEFT - 8} y={y + BAR - 4} text-anchor="end">
              {shortName(key)}
            </text>
            <rect class="console-chart__bar" x={LEFT} y={y} width={x(resolvedLate) - LEFT} height={BAR} />
            <rect class="console-chart__hatched" x={x(resolvedLate)} y={y} width={x(openLate) - LEFT} height={BAR} fill={HATCH} />
            <text class="console-chart__text" x={x(all) + 8} y={y + BAR - 4}>
              {printNumber(all)}
            </text>
          </g>
        );
      })}
    </Chart>
  );
}

function shortName(name: string): string {
  const characters = Array.from(name);
  return characters.length > NAME_MAX ? `${characters.slice(0, NAME_MAX - 1).join('')}…` : name;
}
