import type { Tell } from '../detail.ts';
import type { NotTaken } from '../gateway.ts';
import type { HttpAnswered, HttpLink, HttpRequest } from '../http-link.ts';
import { notTaken, statusOutcome } from '../status-outcome.ts';
import { at, idAt, readJson } from './read-fields.ts';
import type { TokenRecipe } from './request-recipe.ts';

/** `isNew`: this call brought it, so that a refusal is not about its age. */
export type Token = { readonly value: string; readonly isNew: boolean };

export type TokenKeeper = {
  readonly obtain: (deadline: AbortSignal) => Promise<Token | NotTaken>;
  readonly forget: (value: string) => void;
};

type Deps = { readonly recipe: TokenRecipe; readonly request: HttpRequest; readonly link: HttpLink; readonly tell: Tell };

/** Keeps a token until it expires. Calls at the same time share one request. Without a token nothing of a message was sent. */
export function openTokenKeeper({ recipe, request, link, tell }: Deps, nowMs: () => number = () => performance.now()): TokenKeeper {
  let kept: Kept | null = null;
  let asking: Promise<Kept | NotTaken> | null = null;

  async function ask(deadline: AbortSignal): Promise<Kept | NotTaken> {
    const askedMs = nowMs();
    const said = await link(request, deadline);
    asking = null;
    if (said.kind !== 'answered') return { outcome: 'unavailable', detail: `token: ${said.detail}` };
    const read = readToken(recipe, said, askedMs);
    if (read === null) return refusal(said, tell);
    kept = read;
    return read;
  }

  return {
    async obtain(deadline) {
      if (kept !== null && nowMs() < kept.untilMs) return { value: kept.value, isNew: false };
      asking ??= ask(deadline);
      const brought = await asking;
      return 'outcome' in brought ? brought : { value: brought.value, isNew: true };
    },
    forget(value) {
      if (kept?.value === value) kept = null;
    },
  };
}

type Kept = { readonly value: string; readonly untilMs: number };

/** A token is renewed this long before it expires, or at half of a short life, milliseconds. */
const EARLY_MS = 30_000;

function readToken({ token, expiresIn }: TokenRecipe, { status, text }: HttpAnswered, askedMs: number): Kept | null {
  const fields = readJson(text);
  const value = status < 300 ? idAt(fields, token) : null;
  if (value === null) return null;
  const lifeMs = Number((expiresIn === undefined ? undefined : at(fields, expiresIn)) ?? Infinity) * 1000;
  return { value, untilMs: askedMs + (lifeMs >= 0 ? lifeMs - Math.min(EARLY_MS, lifeMs / 2) : 0) };
}

/** Whoever gives no token refuses our credentials, unless the answer is about the moment. */
function refusal(said: HttpAnswered, tell: Tell): NotTaken {
  const outcome = statusOutcome(said.status);
  const isBroken = said.status < 300 && readJson(said.text) === null;
  const named = outcome === 'throttled' || outcome === 'unavailable' ? outcome : isBroken ? 'unavailable' : 'configuration';
  return notTaken(named, `token: ${tell(said.status, said.text)}`, said, 'retry-after');
}
