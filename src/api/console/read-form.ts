import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { fieldErrors } from '../field-errors.ts';
import type { FieldError } from '../problem.ts';
import { FIELD_ERRORS, tell } from '../problem-texts.ts';
import { FORM_TOKEN_FIELD } from './form-token.ts';
import type { FieldFaults, Typed } from './parts/fields.tsx';
import { FIELD_FAULTS } from './texts/field-faults.ts';

/** `typed`: everything as it came, to be shown again. A field that is blank counts as left out. */
export type FormRead<Values> =
  | { readonly kind: 'read'; readonly values: Values; readonly typed: Typed }
  | { readonly kind: 'refused'; readonly faults: FieldFaults; readonly typed: Typed };

/** Reads a form of the console by the same rules as the API reads its bodies. `labels` are the fields as the page names them. */
export async function readForm<Shape extends z.ZodRawShape>(
  c: Context<AppEnv>,
  shape: Shape,
  labels: Readonly<Record<string, string>>,
): Promise<FormRead<z.infer<z.ZodObject<Shape>>>> {
  return readFields(await typedIn(c), shape, labels);
}

/** Reads fields that stand in an address, as those of a filter do. */
export function readFields<Shape extends z.ZodRawShape>(
  typed: Typed,
  shape: Shape,
  labels: Readonly<Record<string, string>>,
): FormRead<z.infer<z.ZodObject<Shape>>> {
  const filled = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ''));
  const read = z.object(shape).safeParse(filled);
  if (read.success) return { kind: 'read', values: read.data, typed };
  return { kind: 'refused', faults: faultsOf(fieldErrors(read.error.issues, filled), labels), typed };
}

/** The first fault of each field, in words. */
export function faultsOf(errors: readonly FieldError[], labels: Readonly<Record<string, string>>): FieldFaults {
  const faults: Record<string, string> = {};
  for (const { path, code, values } of errors)
    faults[path] ??= `${labels[path] ?? path}: ${FIELD_FAULTS[code] ?? tell(FIELD_ERRORS[code], 'vi', values)}`;
  return faults;
}

/** The fields of the form as they were typed, without those that only prove where it came from. Files are no fields of ours. */
export async function typedIn(c: Context<AppEnv>): Promise<Typed> {
  const body = await c.req.parseBody();
  const texts = Object.entries(body).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(texts.filter(([name]) => name !== FORM_TOKEN_FIELD));
}
