const HOURS_MS = 7 * 3_600_000;

/** `yyyyMMddHHmmss` by the clock of Viet Nam. */
export function vietnamTime(at: Date): string {
  return new Date(at.getTime() + HOURS_MS).toISOString().replaceAll(/[^\d]/g, '').slice(0, 14);
}
