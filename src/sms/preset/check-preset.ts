import { bodyFaults } from './check-body.ts';
import type { InquiryRecipe, ReceiptRecipe, SignatureRecipe } from './call-recipes.ts';
import { isMomentFormat } from './moment.ts';
import type { AnswerRecipe } from './answer-recipe.ts';
import type { Acknowledgement, FieldKind } from './parts.ts';
import type { RequestRecipe } from './request-recipe.ts';
import type { Preset } from './schema.ts';
import { isAllowed, usesOf } from './uses.ts';

/** What the schema cannot say: every fault with its path. */
export function presetFaults(preset: Preset): string[] {
  const { token, send, receipts, inquiries } = preset;
  return [
    ...(send === undefined && inquiries === undefined ? ['send: expected it, or inquiries'] : []),
    ...nameFaults(preset),
    ...(token === undefined ? [] : requestFaults(token, 'token')),
    ...(send === undefined ? [] : [...requestFaults(send.request, 'send.request'), ...answerFaults(send.answer, 'send.answer')]),
    ...(receipts === undefined ? [] : receiptFaults(receipts)),
    ...(inquiries === undefined ? [] : inquiryFaults(inquiries)),
  ];
}

/** Templates that name nothing, and what a preset says for a name that it never uses. */
function nameFaults(preset: Preset): string[] {
  const uses = usesOf(preset);
  const used = new Set(uses.flatMap(({ names }) => names));
  const needs = (name: string, isSaid: boolean, field: string) =>
    used.has(name) === isSaid
      ? []
      : [isSaid ? `${field}: expected a template that uses {${name}}` : `${field}: expected it, because {${name}} is used`];
  const flags = preset.capabilities.encodings.filter(
    (each) => preset.encodingFlag !== undefined && preset.encodingFlag[each] === undefined,
  );
  return [
    ...uses.flatMap(({ path, names, isBroken, allowed }) => [
      ...(isBroken ? [`${path}: expected braces in pairs, with a name between them`] : []),
      ...names
        .filter((name) => !isAllowed(name, allowed))
        .map(
          (name) =>
            `${path}: {${name}} names nothing; expected ${allowed.length === 0 ? 'no names' : allowed.map((each) => `{${each}}`).join(' ')}`,
        ),
    ]),
    ...needs('reference', preset.reference !== undefined, 'reference'),
    ...needs('encodingFlag', preset.encodingFlag !== undefined, 'encodingFlag'),
    ...flags.map((each) => `encodingFlag.${each}: expected a flag, because the gateway takes ${each}`),
    ...needs('charge', preset.inquiries?.charge !== undefined, 'inquiries.charge'),
    ...(preset.token === undefined ? [] : needs('token', true, 'token')),
    ...(preset.capabilities.deduplicates && preset.reference === undefined
      ? ['capabilities.deduplicates: expected reference, by which it does']
      : []),
  ];
}

function requestFaults({ method, path, body }: RequestRecipe, at: string): string[] {
  return [
    ...(path === '' || /^\/(?!\/)/.test(path) ? [] : [`${at}.path: expected one slash at its beginning`]),
    ...(method === 'GET' && body !== undefined && body.kind !== 'query'
      ? [`${at}.body.kind: expected query, because the method is GET`]
      : []),
    ...(body === undefined ? [] : bodyFaults(body, `${at}.body`)),
  ];
}

function answerFaults({ code, codes, statuses }: AnswerRecipe, at: string): string[] {
  return [
    ...(code === undefined && Object.keys(codes).length > 0 ? [`${at}.code: expected the path of what codes names`] : []),
    ...Object.keys(statuses)
      .filter((status) => !/^[2-5]\d\d$/.test(status))
      .map((status) => `${at}.statuses.${status}: expected an HTTP status`),
  ];
}

function receiptFaults(recipe: ReceiptRecipe): string[] {
  const { messageId, reference, status, at, signature, answer } = recipe;
  return [
    ...callFaults(recipe, 'receipts'),
    ...(messageId === undefined && reference === undefined ? ['receipts.messageId: expected it, or reference'] : []),
    ...(status.field === undefined && status.counts === undefined ? ['receipts.status.field: expected it, or counts'] : []),
    ...momentFaults(at, 'receipts.at'),
    ...signatureFaults(signature, 'receipts.signature'),
    ...acknowledgementFaults(answer, 'receipts.answer'),
  ];
}

function inquiryFaults(recipe: InquiryRecipe): string[] {
  const { at, signature, reply } = recipe;
  const path = 'inquiries.reply';
  return [
    ...callFaults(recipe, 'inquiries'),
    ...momentFaults(at, 'inquiries.at'),
    ...signatureFaults(signature, 'inquiries.signature'),
    ...(reply.by === 'answer'
      ? acknowledgementFaults(reply, path)
      : [
          ...acknowledgementFaults(reply.acknowledgement, `${path}.acknowledgement`),
          ...requestFaults(reply.request, `${path}.request`),
          ...answerFaults(reply.answer, `${path}.answer`),
        ]),
  ];
}

function callFaults({ method, kind }: { readonly method: string; readonly kind: FieldKind }, at: string): string[] {
  return method === 'GET' && kind !== 'query' ? [`${at}.kind: expected query, because the method is GET`] : [];
}

function momentFaults(moment: ReceiptRecipe['at'], at: string): string[] {
  if (moment === undefined || isMomentFormat(moment.format)) return [];
  return [`${at}.format: expected iso, seconds, milliseconds, or yyyy MM dd HH mm ss, each once`];
}

/** A plain digest proves nothing unless the secret is part of what it is over. */
function signatureFaults(signature: SignatureRecipe | undefined, at: string): string[] {
  if (signature === undefined) return [];
  const { field, header, algorithm, over } = signature;
  const holdsSecret = algorithm.startsWith('hmac-') || (typeof over === 'string' && over.includes('{secret}'));
  return [
    ...((field === undefined) === (header === undefined) ? [`${at}: expected either field or header`] : []),
    ...(holdsSecret ? [] : [`${at}.over: expected {secret} in it, because ${algorithm} has no key`]),
  ];
}

function acknowledgementFaults({ body }: Acknowledgement, at: string): string[] {
  if (body === undefined) return [];
  return body.kind === 'query' ? [`${at}.body.kind: expected json, form, xml or text`] : bodyFaults(body, `${at}.body`);
}
