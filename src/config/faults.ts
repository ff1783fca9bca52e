import { z } from 'zod';
import type { $ZodIssue, $ZodRawIssue } from 'zod/v4/core';

/** What is wrong with a setting. `place` is the variable and, in a file, the path. Neither holds a value, because that may be a secret. */
export type Fault = { readonly place: string; readonly message: string };

/** A program that was started wrongly; the message names every fault, a line each. */
export class ConfigError extends Error {
  constructor(faults: readonly Fault[]) {
    super(`these settings are wrong or missing:\n${faults.map(({ place, message }) => `  ${place}: ${message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

export function faultAt(variable: string, path: readonly PropertyKey[], message: string): Fault {
  return { place: path.length === 0 ? variable : `${variable}: ${z.core.toDotPath([...path])}`, message };
}

/** What a schema found at this path. */
export function faultsIn(variable: string, path: readonly PropertyKey[], issues: readonly $ZodIssue[]): Fault[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => faultAt(variable, [...path, ...issue.path, key], 'unknown field'))
      : [faultAt(variable, [...path, ...issue.path], issue.message)],
  );
}

/** The messages of schemas for files, in the words of the other faults. Undefined: zod's own message. */
export function expectedIn(issue: $ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'is missing' : `expected ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small') return `expected ${issue.origin === 'array' ? 'a list of ' : ''}${issue.minimum} or more`;
  return issue.code === 'too_big' ? `expected ${issue.maximum} or less` : undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
