import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Fields } from './description.ts';

/** The fields of a body by their paths; null when it is not of that kind. Names of XML lose their prefixes. */
export function readJsonFields(body: string): Fields | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? flatten(json) : null;
  } catch {
    return null;
  }
}

export function readXmlFields(body: string): Fields | null {
  if (XMLValidator.validate(body) !== true) return null;
  return flatten(new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(body));
}

function flatten(value: unknown, path = ''): Fields {
  if (value === null) return { [path]: '' };
  if (typeof value !== 'object') return { [path]: `${value as string | number | boolean}` };
  const entries = Object.entries(value).map(([name, child]) => flatten(child, path === '' ? name : `${path}.${name}`));
  return Object.assign({}, ...entries);
}
