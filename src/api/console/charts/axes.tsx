import type { ScaleLinear } from 'd3-scale';
import { printNumber } from '../print-number.ts';

type ValueAxisProps = { readonly y: ScaleLinear<number, number>; readonly left: number; readonly right: number };

/** Whole numbers beside lines from the left to the right. */
export function ValueAxis({ y, left, right }: ValueAxisProps) {
  const ticks = y.ticks(5).filter(Number.isInteger);
  return (
    <g>
      {ticks.map((tick) => (
        <>
          <line class="console-chart__line" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text class="console-chart__text" x={left - 8} y={y(tick) + 4} text-anchor="end">
            {printNumber(tick)}
          </text>
        </>
      ))}
    </g>
  );
}

type WeekAxisProps = { readonly mondays: readonly string[]; readonly middleOf: (monday: string) => number; readonly y: number };

/** The Mondays, as many as have room. */
export function WeekAxis({ mondays, middleOf, y }: WeekAxisProps) {
  const every = Math.ceil(mondays.length / MONDAYS_MAX);
  return (
    <g>
      {mondays
        .filter((_, at) => at % every === 0)
        .map((monday) => (
          <text class="console-chart__text" x={middleOf(monday)} y={y} text-anchor="middle">
            {`${monday.slice(8, 10)}/${monday.slice(5, 7)}`}
          </text>
        ))}
    </g>
  );
}

const MONDAYS_MAX = 14;
