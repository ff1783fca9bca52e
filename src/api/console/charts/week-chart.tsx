import { scaleBand, scaleLinear } from 'd3-scale';
import { printDate } from '../../../domain/calendar.ts';
import type { Week } from '../../../services/count-weeks.ts';
import { printNumber } from '../print-number.ts';
import { STATISTICS } from '../texts/statistics.ts';
import { ValueAxis, WeekAxis } from './axes.tsx';
import { Chart } from './chart.tsx';
import { Hatch } from './hatch.tsx';
import { Legend } from './legend.tsx';

const { weeks: TEXTS, week: WEEK } = STATISTICS;
const ID = 'weeks';
const HATCH = `url(#${ID}-hatch)`;
const [HEIGHT, TOP, BOTTOM, LEFT] = [300, 34, 272, 56];
/** The widest bar, and the narrowest that has room for its number. */
const [BAR_MAX, NUMBER_MIN] = [36, 18];

/** How many dossiers were received and resolved in each week, as bars beside each other. */
export function WeekChart({ weeks: rows }: { readonly weeks: readonly Week[] }) {
  const width = Math.max(720, LEFT + rows.length * 16);
  const mondays = rows.map(({ monday }) => monday);
  const x = scaleBand<string>(mondays, [LEFT, width]).paddingInner(0.25).paddingOuter(0.1);
  const y = scaleLinear([0, Math.max(4, ...rows.flatMap(({ received, resolved }) => [received, resolved]))], [BOTTOM, TOP]).nice(5);
  const bar = Math.min(BAR_MAX, x.bandwidth() / 2);
  const middleOf = (monday: string) => (x(monday) ?? 0) + x.bandwidth() / 2;
  return (
    <Chart
      id={ID}
      title={TEXTS.title}
      summary={TEXTS.summary}
      width={width}
      height={HEIGHT}
      rows={rows}
      columns={[
        { head: WEEK, cell: ({ monday }) => printDate(monday) },
        { head: TEXTS.received, cell: ({ received }) => printNumber(received), isNumber: true },
        { head: TEXTS.resolved, cell: ({ resolved }) => printNumber(resolved), isNumber: true },
      ]}
    >
      <Hatch id={`${ID}-hatch`} />
      <Legend
        left={LEFT}
        width={150}
        items={[
          { text: TEXTS.received, mark: <rect class="console-chart__bar" x="-6" y="-6" width="14" height="12" /> },
          { text: TEXTS.resolved, mark: <rect class="console-chart__hatched" x="-6" y="-6" width="14" height="12" fill={HATCH} /> },
        ]}
      />
      <ValueAxis y={y} left={LEFT} right={width} />
      {rows.map(({ monday, received, resolved }) => (
        <g>
          <Bar x={middleOf(monday) - bar} y={y(received)} width={bar} value={received} />
          <Bar x={middleOf(monday)} y={y(resolved)} width={bar} value={resolved} fill={HATCH} />
        </g>
      ))}
      <WeekAxis mondays={mondays} middleOf={middleOf} y={HEIGHT - 8} />
    </Chart>
  );
}

type BarProps = { readonly x: number; readonly y: number; readonly width: number; readonly value: number; readonly fill?: string };

function Bar({ x, y, width, value, fill }: BarProps) {
  return (
    <>
      <rect class={fill ? 'console-chart__hatched' : 'console-chart__bar'} x={x} y={y} width={width} height={BOTTOM - y} fill={fill} />
      {value > 0 && width >= NUMBER_MIN && (
        <text class="console-chart__text" x={x + width / 2} y={y - 4} text-anchor="middle">
          {printNumber(value)}
        </text>
      )}
    </>
  );
}
