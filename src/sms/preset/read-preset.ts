import { readFileSync } from 'node:fs';
import type { $ZodIssue } from 'zod/v4/core';
import { presetFaults } from './check-preset.ts';
import { presetSchema, type Preset } from './schema.ts';

/** @throws one error that names every fault with its path in the file */
export function readPresetFile(file: string): Preset {
  return parsePreset(readText(file), file);
}

export function parsePreset(text: string, file: string): Preset {
  const read = presetSchema.safeParse(parseJson(text, file));
  const faults = read.success ? presetFaults(read.data) : read.error.issues.flatMap((issue) => schemaFaults(issue));
  if (!read.success || faults.length > 0)
    throw new Error([`The preset ${file} has faults:`, ...faults.map((fault) => `- ${fault}`)].join('\n'));
  return read.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The preset ${file} cannot be read`, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`The preset ${file} is no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}

/** Of the forms that a field may have, the faults of the one that came closest are told. */
function schemaFaults(issue: $ZodIssue, before: readonly PropertyKey[] = []): string[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${[...path, key].map(String).join('.')}: unknown field`);
  const closest = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] : undefined;
  if (closest !== undefined && depthOf(closest) > 0) return closest.flatMap((inner) => schemaFaults(inner, path));
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message);
  return [`${path.map(String).join('.')}: ${isMissing ? `missing, expected ${issue.expected}` : issue.message}`];
}

function depthOf(issues: readonly $ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}
