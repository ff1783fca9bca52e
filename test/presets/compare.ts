import { XMLParser } from 'fast-xml-parser';
import { expect } from 'vitest';
import type { HttpAnswer } from '../../src/sms/gateway.ts';
import type { Received } from './scripted-server.ts';
import type { Expected, Scripted } from './table.ts';

/** Says where a request that left is not the one of the table. */
export function expectRequest(received: Received | undefined, expected: Expected): void {
  const { method, path, query, headers } = expected;
  expect(received).toBeDefined();
  if (received === undefined) return;
  expect({ method: received.method, path: received.path, query: received.query }).toEqual({ method, path, query });
  for (const [name, value] of Object.entries(headers)) expect(received.headers[name.toLowerCase()], `header ${name}`).toBe(value);
  expectContent(received.body, expected);
}

/** Says where our answer to a call of the gateway is not the one of the table. */
export function expectAnswer(answer: HttpAnswer, expected: Scripted): void {
  expect(answer.status).toBe(expected.status);
  for (const [name, value] of Object.entries(expected.headers)) expect(answer.headers[name], `header ${name}`).toBe(value);
  expectContent(answer.body ?? '', expected);
}

function expectContent(body: string, { json, form, xml, text }: Pick<Scripted, 'json' | 'form' | 'xml' | 'text'>): void {
  if (json !== undefined) expect(JSON.parse(body)).toEqual(json);
  else if (form !== undefined) expect(Object.fromEntries(new URLSearchParams(body))).toEqual(form);
  else if (xml !== undefined) expect(treeOf(body)).toEqual(treeOf(xml));
  else expect(body).toBe(text ?? '');
}

/** Names with their prefixes, attributes, texts and their order. */
function treeOf(xml: string): unknown {
  const options = { preserveOrder: true, ignoreAttributes: false, parseTagValue: false, ignoreDeclaration: true, trimValues: true };
  return new XMLParser(options).parse(xml);
}
