import { scaleLinear, scalePoint } from 'd3-scale';
import { line, symbol, symbolCircle, symbolSquare, type SymbolType } from 'd3-shape';
import { printDate } from '../../../domain/calendar.ts';
import type { Week } from '../../../services/count-weeks.ts';
import { printNumber } from '../print-number.ts';
import { STATISTICS } from '../texts/statistics.ts';
import { ValueAxis, WeekAxis } from './axes.tsx';
import { Chart, NoChart } from './chart.tsx';
import { Legend } from './legend.tsx';

const { daysTaken: TEXTS, week: WEEK, noValue: NO_VALUE } = STATISTICS;
const [HEIGHT, TOP, BOTTOM, LEFT] = [300, 34, 272, 56];

type Figure = 'daysMedian' | 'daysP90';
const MARKS: Readonly<Record<Figure, { readonly text: string; readonly type: SymbolType; readonly name: string }>> = {
  daysMedian: { text: TEXTS.median, type: symbolCircle, name: 'median' },
  daysP90: { text: TEXTS.p90, type: symbolSquare, name: 'p90' },
};
const FIGURES = ['daysMedian', 'daysP90'] as const;

/** In how many days dossiers were resolved, by the weeks of their results. A week without one interrupts the lines. */
export function DaysChart({ weeks: rows }: { readonly weeks: readonly Week[] }) {
  const values = rows.flatMap(({ daysP90 }) => (daysP90 === null ? [] : [daysP90]));
  if (values.length === 0) return <NoChart title={TEXTS.title} text={TEXTS.none} />;
  const width = Math.max(720, LEFT + rows.length * 16);
  const mondays = rows.map(({ monday }) => monday);
  const x = scalePoint<string>(mondays, [LEFT, width]).padding(0.5);
  const y = scaleLinear([0, Math.max(4, ...values)], [BOTTOM, TOP]).nice(5);
  const middleOf = (monday: string) => x(monday) ?? 0;
  return (
    <Chart
      id="days"
      title={TEXTS.title}
      summary={TEXTS.summary}
      width={width}
      height={HEIGHT}
      rows={rows}
      columns={[
        { head: WEEK, cell: ({ monday }) => printDate(monday) },
        { head: TEXTS.median, cell: ({ daysMedian }) => printDays(daysMedian), isNumber: true },
        { head: TEXTS.p90, cell: ({ daysP90 }) => printDays(daysP90), isNumber: true },
      ]}
    >
      <Legend left={LEFT + 6} width={150} items={FIGURES.map((name) => ({ text: MARKS[name].text, mark: <Mark name={name} /> }))} />
      <ValueAxis y={y} left={LEFT} right={width} />
      {FIGURES.map((name) => (
        <g>
          <path class={`console-chart__path console-chart__path--${MARKS[name].name}`} d={pathOf(rows, name, middleOf, y)} />
          {rows.map(({ monday, [name]: days }) => days !== null && <Mark name={name} x={middleOf(monday)} y={y(days)} />)}
        </g>
      ))}
      <WeekAxis mondays={mondays} middleOf={middleOf} y={HEIGHT - 8} />
    </Chart>
  );
}

type Row = { readonly monday: string } & Readonly<Record<Figure, number | null>>;

function pathOf(rows: readonly Row[], name: Figure, x: (monday: string) => number, y: (days: number) => number): string {
  const path = line<Row>()
    .defined((row) => row[name] !== null)
    .x((row) => x(row.monday))
    .y((row) => y(row[name] ?? 0));
  return path([...rows]) ?? '';
}

function Mark({ name, x = 0, y = 0 }: { readonly name: Figure; readonly x?: number; readonly y?: number }) {
  const { type, name: modifier } = MARKS[name];
  return (
    <path class={`console-chart__mark console-chart__mark--${modifier}`} d={symbol(type, 60)() ?? ''} transform={`translate(${x} ${y})`} />
  );
}

function printDays(days: number | null): string {
  return days === null ? NO_VALUE : printNumber(days);
}
