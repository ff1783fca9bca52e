import { EACH_PARAMETER, isList, isNode, PARAMETERS_BY_NAME } from './fill.ts';
import type { Body, Tree } from './parts.ts';

/** Whether a template has the shape that its kind of body can hold. */
export function bodyFaults({ kind, template }: Body, at: string): string[] {
  const path = `${at}.template`;
  if (kind === 'text') return typeof template === 'string' ? [] : [`${path}: expected one text`];
  if (kind === 'form' || kind === 'query') return fieldFaults(template, path);
  return [...(kind === 'xml' ? xmlFaults(template, path) : []), ...nodeFaults(template, path, kind)];
}

function fieldFaults(template: Tree, path: string): string[] {
  if (!isNode(template)) return [`${path}: expected names with texts or lists of texts`];
  return Object.entries(template).flatMap(([name, value]) => {
    const list = isNode(value) && Object.keys(value).join() === EACH_PARAMETER ? [value[EACH_PARAMETER] ?? null] : value;
    const texts = typeof list === 'object' && list !== null && isList(list) ? list : [list];
    return texts.some((each) => typeof each === 'object' && each !== null) ? [`${path}.${name}: expected a text or a list of texts`] : [];
  });
}

function xmlFaults(template: Tree, path: string): string[] {
  const [root, ...others] = isNode(template) ? Object.entries(template) : [];
  const isRoot = root !== undefined && others.length === 0 && !/^[@#$]/.test(root[0]) && (typeof root[1] !== 'object' || isNode(root[1]));
  return isRoot ? [] : [`${path}: expected one root element`];
}

/** Names of elements, and that a node for parameters stands alone. */
function nodeFaults(tree: Tree, path: string, kind: 'json' | 'xml'): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (isList(tree)) return tree.flatMap((each, index) => nodeFaults(each, `${path}.${index}`, kind));
  const names = Object.keys(tree);
  const isAlone = names.length === 1 || !names.some((name) => NODES.includes(name));
  const own = names.flatMap((name) => {
    if (name.startsWith('$') && !NODES.includes(name)) return [`${path}.${name}: expected ${NODES.join(' or ')}`];
    return kind === 'xml' && !XML_NAME.test(name) ? [`${path}.${name}: expected a name of XML`] : [];
  });
  const children = Object.entries(tree).flatMap(([name, child]) => nodeFaults(child, `${path}.${name}`, kind));
  return [...(isAlone ? [] : [`${path}: expected ${NODES.join(' or ')} alone`]), ...own, ...children];
}

const NODES: readonly string[] = [EACH_PARAMETER, PARAMETERS_BY_NAME];

const XML_NAME = /^(?:#text|\$parameters(?:ByName)?|@?[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)$/;
