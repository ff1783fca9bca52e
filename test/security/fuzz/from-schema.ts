import { TEXTS } from './hostile.ts';
import type { Random } from './random.ts';

/** As much of JSON Schema as our contract uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
};

/** `resolve` follows a `$ref`; `code` is one of the receipt codes in play. */
export type Making = { readonly random: Random; readonly resolve: (ref: string) => Schema; readonly code: () => string };

/** A value that the schema takes, or nearly: mostly plain, sometimes at the edge of what it says. */
export function valueOf(schema: Schema, making: Making, name = ''): unknown {
  const { random, resolve } = making;
  if (schema.$ref) return valueOf(resolve(schema.$ref), making, name);
  const way = random.pickFrom(schema.oneOf ?? (schema.type === undefined ? (schema.anyOf ?? []) : [])); // beside a type it only narrows
  if (way) return valueOf(way, making, name);
  if (schema.enum) return random.pickFrom(schema.enum);
  const type = typeof schema.type === 'string' ? schema.type : (random.pickFrom(schema.type ?? []) ?? 'string');
  switch (type) {
    case 'object':
      return objectOf(schema, making);
    case 'array':
      return Array.from({ length: random.under(3) }, () => valueOf(schema.items ?? {}, making));
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'null':
      return null;
    default:
      return textOf(schema, making, name);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, making: Making): Record<string, unknown> {
  const given = Object.entries(properties).filter(([name]) => required.includes(name) || making.random.chance(0.5));
  return Object.fromEntries(given.map(([name, schema]) => [name, valueOf(schema, making, name)]));
}

function numberOf({ minimum = 0, maximum = 1000 }: Schema, random: Random): number {
  return random.pick([minimum, maximum, minimum - 1, maximum + 1, minimum + random.under(maximum - minimum + 1)]);
}

function textOf({ format, example, minLength = 0, maxLength = 40 }: Schema, making: Making, name: string): string {
  const { random, code } = making;
  if (/code$/i.test(name)) return random.chance(0.8) ? code() : random.pick(TEXTS);
  if (name === 'text')
    return random.pick([`MCKH ${code()}`, `mckh_${code().toLowerCase()}`, `MCKH ${code()} ${code()}`, 'MCKH', random.pick(TEXTS)]);
  if (name === 'from' || name === 'phone')
    return random.chance(0.8) ? `849${String(random.under(1e8)).padStart(8, '0')}` : random.pick(TEXTS);
  if (name === 'agency' && random.chance(0.9)) return 'default';
  if (name === 'step' || name === 'state')
    return random.pick(['Trả kết quả', 'Bộ phận Một cửa', 'Chờ bổ sung', 'Thẩm định', random.pick(TEXTS)]);
  if (format === 'date') return day(random);
  if (format === 'date-time')
    return `${day(random)}T${two(random.under(24))}:${two(random.under(60))}:00${random.pick(['Z', '+07:00', '-12:00'])}`;
  if (typeof example === 'string' && random.chance(0.5)) return example;
  if (random.chance(0.2))
    return random.pick([
      'x'.repeat(maxLength),
      'x'.repeat(maxLength + 1),
      'Ậ'.repeat(maxLength),
      'x'.repeat(minLength),
      random.pick(TEXTS),
    ]);
  return `t${random.under(1_000_000)}`;
}

/** Mostly near now, and always one that a calendar has. */
function day(random: Random): string {
  const now = Date.now();
  const ms = random.chance(0.9) ? now + (random.under(40) - 30) * 86_400_000 : random.under(253_000_000_000) * 1000;
  return new Date(ms).toISOString().slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
