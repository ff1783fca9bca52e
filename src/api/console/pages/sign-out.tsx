import { ROLES } from '../../../domain/roles.ts';
import { callerAddress } from '../../caller-address.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { typedIn } from '../read-form.ts';
import { clearSessionCookie } from '../session-cookie.ts';

/** Ends this session, or with `everywhere` all sessions of the person. */
export function signOutPage(pages: Pages, deps: PageDeps): void {
  pages.post('/dang-xuat', deps.signedIn(ROLES, 'own'), async (c) => {
    const { everywhere } = await typedIn(c);
    const address = callerAddress(c, deps.isTrustedProxy);
    await deps.services.signOut(c.get('session'), { everywhere: everywhere === 'true', address });
    clearSessionCookie(c);
    return c.redirect('/dang-nhap?ra=1', 303);
  });
}
