import type { Policy } from '../../../src/domain/apology.ts';

/** A dossier's stay in days is about 0.7 of its term and the wait for its citizen, so that a tenth of those of `PERIOD_DAYS` are open. */
export const PERIOD_DAYS = 400;
const TERMS = [5, 20, 30, 45, 60, 90, 120] as const;

export const POLICY: Policy = { apologySecond: 63_000, apologySpreadMs: 60_000, supplementStopsClock: true };
export const GATEWAY = 'plain';

/** As large offices of a province are: a few take in most. */
export const AGENCIES = named(20, (nth) => `agency-${String(nth).padStart(2, '0')}`);

export type Procedure = { readonly code: string; readonly name: string; readonly sameDay: boolean; readonly termDays: number };
export const PROCEDURES = named(60, (nth): Procedure => {
  const sameDay = nth % 30 === 0;
  const code = `${1 + (nth % 3)}.${String(2000 + nth * 37).padStart(6, '0')}`;
  return { code, name: `Thủ tục ${nth}`, sameDay, termDays: sameDay ? 0 : (TERMS[nth % TERMS.length] ?? TERMS[0]) };
});

export const ASSIGNED = 'Phân công xử lý';
export const APPRAISED = 'Thẩm định';
export const SUBMITTED = 'Trình lãnh đạo phê duyệt';
export const WORKING = 'Đang xử lý';

function named<T>(count: number, make: (nth: number) => T): readonly [T, ...T[]] {
  const others = Array.from({ length: count - 1 }, (_, index) => make(index + 2));
  return [make(1), ...others];
}
