import type { $ZodIssue } from 'zod/v4/core';
import { decodeUtf8 } from '../../lib/body-text.ts';
import type { GatewayCall, HttpAnswer, Refusal } from '../gateway.ts';
import type { Door } from './authenticity.ts';
import type { Values } from './fill.ts';
import type { Acknowledgement, Body, FieldKind } from './parts.ts';
import { readForm, readJson, readXml, type Fields } from './read-fields.ts';
import { writeBody } from './write-body.ts';

/** The fields of an authentic call. A signature may be one of them, so that they are read before the call is believed. */
export function readCall(call: GatewayCall, kind: FieldKind, isOwn: Door): { readonly fields: Fields } | Refusal {
  const text = kind === 'query' ? '' : decodeUtf8(call.body);
  const fields = text === null ? null : READERS[kind](text, call);
  if (!isOwn(call, fields)) return { kind: 'unauthorized' };
  if (text === null) return { kind: 'malformed', code: 'not_utf8' };
  if (fields !== null) return { fields };
  return { kind: 'malformed', code: kind === 'xml' ? 'not_xml' : 'broken_json' };
}

const READERS: Readonly<Record<FieldKind, (text: string, call: GatewayCall) => Fields>> = {
  query: (_, call) => call.query,
  json: readJson,
  form: readForm,
  xml: readXml,
};

/** A field that is missing, or has a value that nobody knows. */
export function issueAt(path: string, message: 'missing' | 'not_one_of', choices: readonly string[] = []): $ZodIssue {
  return { code: 'custom', path: path.split('.'), message, input: undefined, params: { choices: choices.join(', ') } };
}

export function answerWith(status: number, body: Body, values: Values): HttpAnswer {
  const { type, text } = writeBody(body, values);
  return { status, headers: type === null ? {} : { 'content-type': type }, body: text };
}

export function acknowledge({ status, body }: Acknowledgement): HttpAnswer {
  return body === undefined ? { status, headers: {}, body: null } : answerWith(status, body, {});
}
