import type { RegisteredTemplate } from '../gateway.ts';
import type { Scalar, Tree } from './parts.ts';

/** What the names of a template stand for. */
export type Values = Readonly<Record<string, Scalar>>;

/** The parameters of a registered template, in its order. */
export type Parameters = readonly { readonly name: string; readonly value: string }[];

const NAME = /\{([^{}]+)\}/g;
/** Nodes of a tree that stand for the parameters: a list of them, or an object with their names. */
export const EACH_PARAMETER = '$parameters';
export const PARAMETERS_BY_NAME = '$parametersByName';

/** A text with its values, each written by `escape`. */
export function fillText(template: string, values: Values, escape: (value: string) => string = (value) => value): string {
  return template.replace(NAME, (_, name: string) => escape(String(valueOf(name, values))));
}

/** A tree with its values, still to be escaped by whatever writes it. */
export function fillTree(tree: Tree, values: Values, parameters: Parameters = []): Tree {
  if (typeof tree === 'string') return isOneName(tree) ? valueOf(tree.slice(1, -1), values) : fillText(tree, values);
  if (typeof tree !== 'object' || tree === null) return tree;
  if (isList(tree)) return tree.map((each) => fillTree(each, values, parameters));
  const each = tree[EACH_PARAMETER] ?? tree[PARAMETERS_BY_NAME];
  if (each !== undefined) {
    const filled = parameters.map(({ name, value }, index) => {
      const own = { parameter: value, parameterName: name, parameterNumber: String(index + 1) };
      return [name, fillTree(each, { ...values, ...own }, parameters)] as const;
    });
    return Object.hasOwn(tree, EACH_PARAMETER) ? filled.map(([, item]) => item) : Object.fromEntries(filled);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, fillTree(child, values, parameters)]));
}

export function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

export function isNode(tree: Tree): tree is { readonly [name: string]: Tree } {
  return typeof tree === 'object' && tree !== null && !isList(tree);
}

/** The values of our text in the order of the registered one. */
export function parametersOf(registered: RegisteredTemplate | undefined, values: Readonly<Record<string, string>>): Parameters {
  return (registered?.parameters ?? []).map((name) => ({ name, value: values[name] ?? '' }));
}

/** The names in a text, and whether a brace in it belongs to none. */
export function namesIn(template: string): { readonly names: readonly string[]; readonly isBroken: boolean } {
  const names = [...template.matchAll(NAME)].map(([, name = '']) => name);
  return { names, isBroken: /[{}]/.test(template.replace(NAME, '')) };
}

function isOneName(template: string): boolean {
  return /^\{[^{}]+\}$/.test(template);
}

/** Every name was checked when the preset was read, and every setting when the gateway was opened. */
function valueOf(name: string, values: Values): Scalar {
  return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
}
