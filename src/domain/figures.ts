/**
 * What the SMS of a period came to: those that left, notices and replies, with the parts and the đồng that they cost, and the questions. A
 * refund is due for a question that was charged although its reply failed.
 */
export const SMS_COUNTS = ['messages', 'segments', 'cost', 'inquiries', 'inquiriesCharged', 'refundsDue'] as const;

/** What became of a dossier by the end of a period. */
export const DOSSIER_OUTCOMES = [
  'resolvedEarly',
  'resolvedOnTime',
  'resolvedLate',
  'openOnTime',
  'openLate',
  'waitingForSupplement',
  'withdrawn',
  'rejected',
] as const;
export type DossierOutcome = (typeof DOSSIER_OUTCOMES)[number];

/** The figures that add up. */
export const SUMS = [
  'carriedOver',
  'received',
  ...DOSSIER_OUTCOMES,
  'apologiesSent',
  'apologiesMissed',
  'apologiesFalse',
  'apologiesPrevented',
  'toBeTold',
  'toldInTime',
  'reappointments',
  'secondReappointments',
  ...SMS_COUNTS,
] as const;
export type Sums = Readonly<Record<(typeof SUMS)[number], number>>;

/** In calendar days; null when nothing was resolved. */
export const DAY_FIGURES = ['daysMedian', 'daysP90'] as const;
export type Figures = Sums & Readonly<Record<(typeof DAY_FIGURES)[number], number | null>>;

/** Something that adds to the figures. `resolved`: so many dossiers took so many days. */
export type Part = { readonly sums: Partial<Sums>; readonly resolved?: { readonly days: number; readonly dossiers: number } | undefined };

/** Takes any number of parts in any order. */
export class Tally {
  readonly #sums = new Map<keyof Sums, number>();
  readonly #dossiersByDays = new Map<number, number>();

  add({ sums, resolved }: Part): void {
    for (const name of SUMS) this.#sums.set(name, (this.#sums.get(name) ?? 0) + (sums[name] ?? 0));
    if (resolved) this.#dossiersByDays.set(resolved.days, (this.#dossiersByDays.get(resolved.days) ?? 0) + resolved.dossiers);
  }

  figures(): Figures {
    const sums = Object.fromEntries(SUMS.map((name) => [name, this.#sums.get(name) ?? 0])) as Sums;
    return { ...sums, daysMedian: percentile(this.#dossiersByDays, 50), daysP90: percentile(this.#dossiersByDays, 90) };
  }
}

/** The smallest number of days within which at least `percent` of the dossiers were resolved. */
function percentile(dossiersByDays: ReadonlyMap<number, number>, percent: number): number | null {
  const all = [...dossiersByDays.values()].reduce((sum, dossiers) => sum + dossiers, 0);
  let passed = 0;
  for (const [days, dossiers] of [...dossiersByDays].toSorted(([left], [right]) => left - right)) {
    passed += dossiers;
    if (passed * 100 >= all * percent) return days;
  }
  return null;
}
