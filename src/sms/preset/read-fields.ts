import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** What a gateway wrote, as fields that a path finds; null when it cannot be read. */
export type Fields = unknown;

/** Null when it is no JSON. */
export function readJson(text: string): Fields {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false, // an id keeps its zeros
  parseAttributeValue: false,
  htmlEntities: true, // and with them characters by number, such as &#7879;
});

/** Null when it is no XML. Document types are refused, because their entities can be made to grow without end. */
export function readXml(text: string): Fields {
  try {
    return /<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true ? null : parser.parse(text);
  } catch {
    return null;
  }
}

export function readForm(text: string): Fields {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Fields without names, numbered from 0. */
export function readText(text: string, separator: string): Fields {
  return text.split(separator).map((field) => field.trim());
}

/** What stands at a path; undefined when nothing does. An empty path is the whole. */
export function at(fields: Fields, path: string | undefined): Fields {
  if (path === undefined) return fields;
  if (isObject(fields) && Object.hasOwn(fields, path)) return fields[path]; // a name may hold points itself
  return path.split('.').reduce((found, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined), fields);
}

/** The text at a path; null when there is none. */
export function textAt(fields: Fields, path: string | undefined): string | null {
  const found = path === undefined ? undefined : at(fields, path);
  const value = isObject(found) && Object.hasOwn(found, '#text') ? found['#text'] : found; // an element of XML that has attributes
  return typeof value === 'string' || typeof value === 'boolean' || isExact(value) ? String(value) : null;
}

/** Like `textAt`, but an empty text is none. */
export function idAt(fields: Fields, path: string | undefined): string | null {
  return textAt(fields, path)?.trim() || null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** JSON.parse rounds longer numbers, and two messages must never get one id. */
function isExact(value: unknown): value is number {
  return typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value));
}
