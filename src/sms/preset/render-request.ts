import type { HttpRequest } from '../http-link.ts';
import { digest } from './digest.ts';
import { fillText, type Parameters, type Values } from './fill.ts';
import type { RequestRecipe } from './request-recipe.ts';
import { writeBody, type Written } from './write-body.ts';

/** A request exactly as it leaves. */
export function renderRequest(recipe: RequestRecipe, base: string, unsigned: Values, parameters: Parameters = []): HttpRequest {
  const values = { ...unsigned, signature: signatureOf(recipe, unsigned) };
  const written = recipe.body === undefined ? NO_BODY : writeBody(recipe.body, values, parameters);
  const type = written.type === null ? {} : { 'content-type': written.type };
  const others = Object.entries(recipe.headers).map(([name, value]) => [name.toLowerCase(), fillText(value, values)]);
  return {
    method: recipe.method,
    url: addressOf(base, fillText(recipe.path, values, encodeURIComponent), written.query),
    headers: { ...type, ...authorization(recipe, values), ...Object.fromEntries(others) },
    body: written.text,
  };
}

const NO_BODY: Written = { query: null, type: null, text: null };

/** The path, which begins with one slash, follows that of the base; a query of the base stays. */
function addressOf(base: string, path: string, query: URLSearchParams | null): string {
  const from = new URL(base);
  const address = path === '' ? new URL(base) : new URL(from.pathname.replace(/\/+$/, '') + path, from);
  const fields = [...(path === '' ? [] : from.searchParams), ...(query ?? [])];
  for (const [name, value] of fields) address.searchParams.append(name, value);
  return address.href;
}

function signatureOf({ signature }: RequestRecipe, values: Values): string {
  if (signature === undefined) return '';
  return digest(signature.algorithm, fillText(signature.over, values), String(values.secret ?? ''), signature.encoding);
}

function authorization({ auth }: RequestRecipe, values: Values): Readonly<Record<string, string>> {
  if (auth === 'none') return {};
  if ('bearer' in auth) return { authorization: `Bearer ${fillText(auth.bearer, values)}` };
  const pair = `${fillText(auth.basic.user, values)}:${fillText(auth.basic.password, values)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
