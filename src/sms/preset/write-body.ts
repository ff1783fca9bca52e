import { XMLBuilder } from 'fast-xml-parser';
import { fillTree, isList, isNode, type Parameters, type Values } from './fill.ts';
import type { Body, Tree } from './parts.ts';

/** Query fields go into the address, everything else into the body. */
export type Written = { readonly query: URLSearchParams | null; readonly type: string | null; readonly text: string | null };

/** Writes a body with its values, each escaped as the kind of the body demands. */
export function writeBody({ kind, template }: Body, values: Values, parameters: Parameters = []): Written {
  const tree = fillTree(template, values, parameters);
  if (kind === 'query') return { query: fieldsOf(tree), type: null, text: null };
  return { query: null, type: TYPES[kind], text: WRITERS[kind](tree) };
}

const TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  xml: 'text/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

const WRITERS: Readonly<Record<keyof typeof TYPES, (tree: Tree) => string>> = {
  json: (tree) => JSON.stringify(tree),
  form: (tree) => fieldsOf(tree).toString(),
  xml: writeXml,
  text: textOf,
};

/** A list is a field that is repeated. */
function fieldsOf(tree: Tree): URLSearchParams {
  const fields = Object.entries(isNode(tree) ? tree : {}).flatMap(([name, value]) =>
    (isList(value) ? value : [value]).map((each): [string, string] => [name, textOf(each)]),
  );
  return new URLSearchParams(fields);
}

/** A field and a text body hold no trees: the preset was checked for that. */
function textOf(tree: Tree): string {
  return typeof tree === 'object' ? '' : String(tree);
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  tagValueProcessor: (_, value) => textOfXml(value),
  attributeValueProcessor: (_, value) => textOfXml(value),
});

function writeXml(tree: Tree): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...(isNode(tree) ? tree : {}) });
}

/** XML 1.0 has one line end, and no way at all to write some characters. */
function textOfXml(value: unknown): string {
  return String(value)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
