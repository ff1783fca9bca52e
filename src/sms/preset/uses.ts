import { EACH_PARAMETER, isList, namesIn, PARAMETERS_BY_NAME } from './fill.ts';
import type { Body, Tree } from './parts.ts';
import type { RequestRecipe } from './request-recipe.ts';
import type { Preset } from './schema.ts';
import { ANSWER_NAMES, MESSAGE_NAMES, REPLY_NAMES, SETTINGS_NAMES } from './values.ts';

/** A template of a preset: where it stands, what it names, and what it may name. `value.*` allows every name that begins so. */
export type Use = {
  readonly path: string;
  readonly names: readonly string[];
  readonly isBroken: boolean;
  readonly allowed: readonly string[];
  /** In a request of ours, so that the settings have to give what it names. */
  readonly isRequest: boolean;
};

type Place = Pick<Use, 'allowed' | 'isRequest'>;

export function usesOf(preset: Preset): readonly Use[] {
  const { token, send, receipts, inquiries } = preset;
  const own = [...SETTINGS_NAMES, 'value.*'];
  const sent = token === undefined ? own : [...own, 'token'];
  const carried = Object.keys(inquiries?.carried ?? {}).map((name) => `carried.${name}`);
  const reply = inquiries?.reply;
  const nothing = { allowed: [], isRequest: false };
  return [
    ...(token === undefined ? [] : inRequest(token, 'token', { allowed: own, isRequest: true })),
    ...(send === undefined ? [] : inRequest(send.request, 'send.request', { allowed: [...sent, ...MESSAGE_NAMES], isRequest: true })),
    ...inBody(receipts?.answer.body, 'receipts.answer.body', nothing),
    ...inSignature(receipts?.signature, 'receipts.signature.over'),
    ...inSignature(inquiries?.signature, 'inquiries.signature.over'),
    ...(reply?.by === 'call'
      ? [
          ...inBody(reply.acknowledgement.body, 'inquiries.reply.acknowledgement.body', nothing),
          ...inRequest(reply.request, 'inquiries.reply.request', { allowed: [...sent, ...REPLY_NAMES, ...carried], isRequest: true }),
        ]
      : inBody(reply?.body, 'inquiries.reply.body', { allowed: [...ANSWER_NAMES, ...carried], isRequest: false })),
  ];
}

export function isAllowed(name: string, allowed: readonly string[]): boolean {
  return allowed.some((each) => (each.endsWith('*') ? name.length >= each.length && name.startsWith(each.slice(0, -1)) : each === name));
}

function inRequest({ path, headers, auth, body, signature }: RequestRecipe, at: string, unsigned: Place): Use[] {
  const place = signature === undefined ? unsigned : { ...unsigned, allowed: [...unsigned.allowed, 'signature'] };
  const signIn = auth === 'none' ? {} : auth;
  return [
    ...inTree(path, `${at}.path`, place),
    ...inTree(headers, `${at}.headers`, place),
    ...inTree(signIn, `${at}.auth`, place),
    ...inBody(body, `${at}.body`, place),
    ...(signature === undefined ? [] : inTree(signature.over, `${at}.signature.over`, unsigned)),
  ];
}

function inBody(body: Body | undefined, at: string, place: Place): Use[] {
  return body === undefined ? [] : inTree(body.template, `${at}.template`, place);
}

function inSignature(signature: { readonly over: Tree } | undefined, at: string): Use[] {
  return typeof signature?.over === 'string' ? inTree(signature.over, at, { allowed: ['secret', 'field.*'], isRequest: false }) : [];
}

/** Inside the nodes for parameters, the names of one parameter are known as well. */
function inTree(tree: Tree, path: string, place: Place): Use[] {
  if (typeof tree === 'string') return [{ path, ...namesIn(tree), ...place }];
  if (typeof tree !== 'object' || tree === null) return [];
  if (isList(tree)) return tree.flatMap((each, index) => inTree(each, `${path}.${index}`, place));
  return Object.entries(tree).flatMap(([name, child]) => {
    const isEach = name === EACH_PARAMETER || name === PARAMETERS_BY_NAME;
    const inside = isEach ? { ...place, allowed: [...place.allowed, 'parameter', 'parameterName', 'parameterNumber'] } : place;
    return inTree(child, `${path}.${name}`, inside);
  });
}
