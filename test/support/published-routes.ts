import { readFileSync } from 'node:fs';

type Body = { readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>> };

type Operation = {
  readonly 'x-roles'?: readonly string[];
  readonly 'x-bound-keys'?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: Body;
};

export type PublishedRoute = { readonly method: string; readonly path: string; readonly operation: Operation };

const contract: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
);

/** The routes of the published contract, with the paths as they stand there. */
export const PUBLISHED_ROUTES: readonly PublishedRoute[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** The bodies that the contract shows as examples; one that is undefined where there are none. */
export function exampleBodies({ operation }: PublishedRoute): readonly unknown[] {
  const examples = Object.values(operation.requestBody?.content['application/json']?.examples ?? {});
  return examples.length > 0 ? examples.map(({ value }) => value) : [undefined];
}
