import { epochMs, instantAt, instantOf, readInstant, readLocalDate, type Instant } from '../../domain/calendar.ts';

/** Formats that are no pattern: RFC 3339, and numbers since 1970. */
const NUMBERS: Readonly<Record<string, number>> = { seconds: 1000, milliseconds: 1 };
const UNITS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;

export function isMomentFormat(format: string): boolean {
  return format === 'iso' || Object.hasOwn(NUMBERS, format) || UNITS.every((unit) => format.split(unit).length === 2);
}

/** Null when it cannot be read. A pattern is read by the clock of Viet Nam. */
export function readMoment(text: string, format: string): Instant | null {
  if (format === 'iso') return readInstant(text);
  const unitMs = Object.hasOwn(NUMBERS, format) ? NUMBERS[format] : undefined;
  return unitMs === undefined ? readPattern(text, format) : readNumber(text, unitMs);
}

function readNumber(text: string, unitMs: number): Instant | null {
  const ms = /^\d{1,15}$/.test(text) ? Number(text) * unitMs : NaN;
  return ms < Date.UTC(9999, 0) ? instantAt(ms) : null;
}

function readPattern(text: string, format: string): Instant | null {
  const [year, month, day, hour, minute, second] = UNITS.map((unit) =>
    text.slice(format.indexOf(unit), format.indexOf(unit) + unit.length),
  );
  const written = UNITS.reduce((rest, unit, index) => rest.replace(unit, [year, month, day, hour, minute, second][index] ?? ''), format);
  const date = written === text ? readLocalDate(`${year}-${month}-${day}`) : null;
  const time = readInstant(`2000-01-01T${hour}:${minute}:${second}Z`);
  return date === null || time === null ? null : instantOf(date, (epochMs(time) - TIME_ZERO) / 1000);
}

const TIME_ZERO = Date.UTC(2000, 0, 1);
