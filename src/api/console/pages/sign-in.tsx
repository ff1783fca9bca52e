import type { Context } from 'hono';
import type { Instant } from '../../../domain/calendar.ts';
import type { AppEnv } from '../../app-env.ts';
import { callerAddress } from '../../caller-address.ts';
import { DRAFT_FIELD, readDraft } from '../draft-field.ts';
import { isOwnForm } from '../is-own-form.ts';
import { keepToken } from '../keep-token.ts';
import { readLocalPath } from '../local-path.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import type { Typed } from '../parts/fields.tsx';
import { codeForm, signInForm, type ShownForm } from '../parts/sign-in-forms.tsx';
import { typedIn } from '../read-form.ts';
import { readSessionCookie } from '../session-cookie.ts';
import { SIGN_IN } from '../texts/sign-in.ts';
import { SIGN_IN_PATH } from '../sign-in-path.ts';
import { secondsUntil, waitingWords } from '../waiting-words.ts';

/** Where one goes after signing in, when one came from nowhere. */
const START = '/hom-nay';

/** Name and password, and then the code where there is a second factor (console §1, requirements §8.1). */
export function signInPage(pages: Pages, deps: PageDeps): void {
  pages.get(SIGN_IN_PATH, async (c) => {
    const tiep = c.req.query('tiep') ?? '';
    if (c.req.query('buoc') === 'ma') return showCode(c, deps, { typed: { tiep } });
    return signInForm(c, deps, { typed: { tiep }, notice: c.req.query('ra') === undefined ? undefined : SIGN_IN.signedOut });
  });

  pages.post(SIGN_IN_PATH, async (c) => {
    const typed = await typedIn(c);
    if (!isOwnForm(c))
      return signInForm(c, deps, { typed: { tiep: typed['tiep'] ?? '' }, faults: { name: SIGN_IN.foreignForm }, status: 403 });
    return typed['code'] === undefined ? takePassword(c, deps, typed) : takeCode(c, deps, typed);
  });
}

async function takePassword(c: Context<AppEnv>, deps: PageDeps, typed: Typed): Promise<Response> {
  const { name = '', password = '', tiep = '' } = typed;
  const draft = readDraft(typed[DRAFT_FIELD]);
  const kept = await readSessionCookie(c, deps.sessionSecrets);
  const result = await deps.services.signIn({ name, password, address: callerAddress(c, deps.isTrustedProxy), draft });
  switch (result.kind) {
    case 'wrong':
      return signInForm(c, deps, { typed, faults: { name: SIGN_IN.wrong }, status: 422 });
    case 'paused':
      return showPause(c, deps, result.until, (fault) => signInForm(c, deps, { typed, faults: { name: fault }, status: 429 }));
    case 'code_needed':
      await keepToken(c, deps, result.token, kept);
      return c.redirect(`${SIGN_IN_PATH}?buoc=ma&tiep=${encodeURIComponent(tiep)}`, 303);
    case 'signed_in':
      await keepToken(c, deps, result.token, kept);
      return c.redirect(readLocalPath(tiep) ?? START, 303);
  }
}

async function takeCode(c: Context<AppEnv>, deps: PageDeps, typed: Typed): Promise<Response> {
  const { code = '', tiep = '' } = typed;
  const token = await readSessionCookie(c, deps.sessionSecrets);
  const result =
    token === null ? ENDED : await deps.services.confirmSignIn({ token, code, address: callerAddress(c, deps.isTrustedProxy) });
  switch (result.kind) {
    case 'ended':
      return signInForm(c, deps, { typed: { tiep }, faults: { name: SIGN_IN.codeEnded }, status: 422 });
    case 'wrong':
      return showCode(c, deps, { typed, faults: { code: SIGN_IN.wrongCode }, status: 422 });
    case 'paused':
      return showPause(c, deps, result.until, (fault) => showCode(c, deps, { typed, faults: { code: fault }, status: 429 }));
    case 'signed_in':
      await keepToken(c, deps, result.token, null);
      return c.redirect(readLocalPath(tiep) ?? START, 303);
  }
}

const ENDED = { kind: 'ended' } as const;

function showPause(
  c: Context<AppEnv>,
  { now }: PageDeps,
  until: Instant,
  answer: (fault: string) => Response | Promise<Response>,
): Response | Promise<Response> {
  c.header('retry-after', String(secondsUntil(until, now())));
  return answer(SIGN_IN.paused(waitingWords(until, now())));
}

async function showCode(c: Context<AppEnv>, deps: PageDeps, shown: ShownForm): Promise<Response> {
  const { services, sessionSecrets } = deps;
  const token = await readSessionCookie(c, sessionSecrets);
  const begun = token === null ? null : await services.findSignInBegun(token);
  if (begun !== null) return codeForm(c, shown);
  return signInForm(c, deps, { typed: { tiep: shown.typed['tiep'] ?? '' }, faults: { name: SIGN_IN.codeEnded }, status: 422 });
}
