import { createHash, timingSafeEqual } from 'node:crypto';
import { networksOf } from '../../lib/networks.ts';
import type { GatewayCall, GatewaySettings } from '../gateway.ts';
import type { SignatureRecipe } from './call-recipes.ts';
import { digest } from './digest.ts';
import { fillText, namesIn } from './fill.ts';
import { textAt, type Fields } from './read-fields.ts';

/** Whether a call is the gateway's own. Its fields are not yet believed. */
export type Door = (call: GatewayCall, fields: Fields) => boolean;

/**
 * A signature where the preset has one, else a secret in the address where the settings have one, else the address of the caller. Addresses
 * in the settings hold in every case. Where nothing is configured, nobody is let in.
 */
export function openDoor({ webhookSecrets, callersFrom }: GatewaySettings, signature: SignatureRecipe | undefined): Door {
  const mayCall = callersFrom.length > 0 ? networksOf(callersFrom) : null;
  return (call, fields) => {
    if (mayCall !== null && !mayCall(call.address)) return false;
    if (signature !== undefined) return isSigned(signature, call, fields, webhookSecrets);
    const { secret = '' } = call.query;
    return webhookSecrets.length > 0 ? webhookSecrets.some((each) => isSame(each, secret)) : mayCall !== null;
  };
}

function isSigned(recipe: SignatureRecipe, call: GatewayCall, fields: Fields, secrets: readonly string[]): boolean {
  const written = (recipe.header === undefined ? textAt(fields, recipe.field) : call.header(recipe.header)) ?? '';
  const given = recipe.encoding === 'hex' ? written.toLowerCase() : written;
  return secrets.some((secret) => isSame(sign(recipe, fields, secret), given));
}

/** The signature that a call with these fields must have. */
export function sign({ algorithm, over, encoding }: SignatureRecipe, fields: Fields, secret: string): string {
  return digest(algorithm, signedText(over, fields, secret), secret, encoding);
}

function signedText(over: SignatureRecipe['over'], fields: Fields, secret: string): string {
  if (typeof over !== 'string')
    return over.alphabetical
      .toSorted()
      .map((name) => `${name}=${textAt(fields, name) ?? ''}`)
      .join('&');
  const named = namesIn(over).names.map((name) => [name, textAt(fields, name.slice(FIELD.length)) ?? '']);
  return fillText(over, { ...Object.fromEntries(named), secret });
}

/** A name that begins so is a field of the call. */
export const FIELD = 'field.';

/** In constant time; the digests make both as long. */
function isSame(expected: string, given: string): boolean {
  const [a, b] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
