import { countCharges, findChargeDifferences, keepChargeReport, readChargeReport, readLastChargeDay } from '../db/charges.ts';
import { dateOf, plusDays, plusMs, type Instant, type LocalDate } from '../domain/calendar.ts';
import type { ChargeReport } from '../domain/inquiry-charges.ts';
import { maskNumbers } from '../domain/mask-numbers.ts';
import type { ServiceDeps } from './service-deps.ts';

/** After midnight until the replies of the evening have left or failed, milliseconds. */
const SETTLED_AFTER_MS = 1_200_000;
/** Days that are made up for when no api ran at night. */
const DAYS_MAX = 31;

/** Reconciles each day that has ended since the last one (requirements §11.5). Of several api that do so, the first keeps the report. */
export async function reconcileCharges({ database, now, log }: Pick<ServiceDeps, 'database' | 'now' | 'log'>): Promise<void> {
  const yesterday = plusDays(dateOf(plusMs(now(), -SETTLED_AFTER_MS)), -1);
  const last = (await readLastChargeDay(database))?.day ?? plusDays(yesterday, -1);
  const oldest = plusDays(yesterday, 1 - DAYS_MAX);
  const next = plusDays(last, 1);
  for (let day = next < oldest ? oldest : next; day <= yesterday; day = plusDays(day, 1)) {
    const report = await compareCharges(database, day);
    if (!(await keepChargeReport(database, report))) continue;
    const { date, differenceCount, gateways } = report;
    log[differenceCount > 0 ? 'warn' : 'info']({ date, differences: differenceCount, gateways }, 'charges_reconciled');
  }
}

export type Reconciliation = ChargeReport & {
  /** Null: the day is not over, or its night has not come yet; these are the books as they stand. */
  readonly reconciledAt: Instant | null;
};

/** What a day came to; yesterday when it is left out. */
export async function readReconciliation(
  { database, now }: Pick<ServiceDeps, 'database' | 'now'>,
  date: LocalDate = plusDays(dateOf(now()), -1),
): Promise<Reconciliation> {
  const kept = await readChargeReport(database, date);
  if (kept !== null) return { ...kept.report, reconciledAt: kept.reconciledAt };
  return { ...(await compareCharges(database, date)), reconciledAt: null };
}

async function compareCharges(database: ServiceDeps['database'], date: LocalDate): Promise<ChargeReport> {
  const [gateways, { count, first }] = await Promise.all([countCharges(database, date), findChargeDifferences(database, date)]);
  const differences = first.map(({ kind, gateway, id, receivedAt, phone, codes }) => {
    return { kind, gateway, id: maskNumbers(id, { codes, sender: phone }), receivedAt };
  });
  return { date, gateways, differenceCount: count, differences };
}
