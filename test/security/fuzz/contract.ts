import { readFileSync } from 'node:fs';
import type { Schema } from './from-schema.ts';

type Parameter = { readonly name: string; readonly in: string; readonly schema: Schema };
type Published = {
  readonly 'x-roles'?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
};

/** One call of the published contract: who may make it, what it takes, what it may answer. */
export type Operation = {
  readonly method: string;
  /** With its `{parameters}`. */
  readonly path: string;
  readonly roles: readonly string[];
  readonly isWebhook: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly statuses: readonly number[];
};

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Published>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The committed `openapi.json`, which a test holds equal to what the API serves. */
export function readContract(): { readonly operations: readonly [Operation, ...Operation[]]; readonly resolve: (ref: string) => Schema } {
  const document: Document = JSON.parse(readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'));
  const [first, ...rest] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, published]) => operationOf(method.toUpperCase(), path, published)),
  );
  if (!first) throw new Error('the contract names no operation');
  return { operations: [first, ...rest], resolve: (ref) => document.components.schemas[ref.split('/').at(-1) ?? ''] ?? {} };
}

function operationOf(method: string, path: string, published: Published): Operation {
  return {
    method,
    path,
    roles: published['x-roles'] ?? [],
    isWebhook: published.security?.some((each) => 'webhook' in each) ?? false,
    parameters: published.parameters ?? [],
    body: published.requestBody?.content['application/json']?.schema,
    statuses: Object.keys(published.responses).map(Number),
  };
}
