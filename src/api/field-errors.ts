import type { $ZodIssue } from 'zod/v4/core';
import type { FieldError } from './problem.ts';
import { isFieldErrorCode } from './problem-texts.ts';

/** What a schema found wrong in `sent`, by field. A check of ours gives the code of its error as its message. */
export function fieldErrors(issues: readonly $ZodIssue[], sent: unknown): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, code: 'unknown_field' }));
    return [{ path, ...reasonOf(issue, valueAt(sent, issue.path)) }];
  });
}

function reasonOf(issue: $ZodIssue, value: unknown): Omit<FieldError, 'path'> {
  if (isFieldErrorCode(issue.message)) return { code: issue.message, ...(issue.code === 'custom' ? { values: issue.params ?? {} } : {}) };
  if (value === undefined) return { code: 'missing' };
  if (issue.code === 'invalid_value') return notOneOf(issue.values);
  if (issue.code === 'invalid_union' && 'options' in issue) return notOneOf(issue.options ?? []);
  return { code: 'wrong_type', values: { expected: issue.code === 'invalid_type' ? issue.expected : issue.message } };
}

function notOneOf(choices: readonly unknown[]): Omit<FieldError, 'path'> {
  return { code: 'not_one_of', values: { choices: choices.map(String).join(', ') } };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined),
    value,
  );
}
