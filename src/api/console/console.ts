import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { App, AppDeps } from '../route-deps.ts';
import { assetRoutes } from './assets.ts';
import { failedPage } from './failed-page.tsx';
import { dossierPage } from './pages/dossier.tsx';
import { gatewaySharePage } from './pages/gateway-share.tsx';
import { gatewaysPage } from './pages/gateways.tsx';
import { helpPage } from './pages/help.tsx';
import { inquiriesPage } from './pages/inquiries.tsx';
import { noticesPage } from './pages/notices.tsx';
import { recordsPage } from './pages/records.tsx';
import { resendPage } from './pages/resend.tsx';
import { statisticsFiles } from './pages/statistics-files.ts';
import { statisticsPage } from './pages/statistics.tsx';
import { listPage } from './pages/list.tsx';
import { unreachedPage } from './pages/unreached.tsx';
import { todayPage } from './pages/today.tsx';
import { changePasswordPage } from './pages/change-password.tsx';
import { newPersonPage } from './pages/new-person.tsx';
import { peoplePage } from './pages/people.tsx';
import { personPage } from './pages/person.tsx';
import { secondFactorPage } from './pages/second-factor.tsx';
import { signInPage } from './pages/sign-in.tsx';
import { providerSignInPage } from './pages/provider-sign-in.tsx';
import { signOutPage } from './pages/sign-out.tsx';
import { changePhonePage } from './pages/change-phone.tsx';
import { closePage } from './pages/close.tsx';
import { giveResultPage } from './pages/give-result.tsx';
import { markInformedPage } from './pages/mark-informed.tsx';
import { movePage } from './pages/move.tsx';
import { registerPage } from './pages/register.tsx';
import { requestPapersPage } from './pages/request-papers.tsx';
import { reschedulePage } from './pages/reschedule.tsx';
import type { PageDeps, Pages } from './page-deps.ts';
import { createSignInGuard } from './sign-in-guard.ts';

/** The console (docs/console.md): one file a page. Without a secret for its cookies it is off, and `/` says how to turn it on. */
export function consoleRoutes(app: App, deps: AppDeps): void {
  if (deps.sessionSecrets.length === 0) return void app.get('/', (c) => c.text(OFF));
  assetRoutes(app);
  const pages: Pages = new Hono<AppEnv>();
  pages.onError((error, c) => failedPage(error, c, deps));
  pages.get('/', (c) => c.redirect('/hom-nay', 303));
  const pageDeps = { ...deps, signedIn: createSignInGuard(deps) };
  for (const register of PAGES) register(pages, pageDeps);
  app.route('/', pages);
}

const PAGES: readonly ((pages: Pages, deps: PageDeps) => void)[] = [
  helpPage,
  registerPage,
  movePage,
  requestPapersPage,
  giveResultPage,
  reschedulePage,
  changePhonePage,
  markInformedPage,
  closePage,
  noticesPage,
  resendPage,
  inquiriesPage,
  statisticsPage,
  statisticsFiles,
  changePasswordPage,
  newPersonPage,
  peoplePage,
  personPage,
  secondFactorPage,
  signInPage,
  providerSignInPage,
  signOutPage,
  listPage,
  unreachedPage,
  todayPage,
  gatewaysPage,
  gatewaySharePage,
  recordsPage,
  dossierPage,
];

const OFF = 'The console is off. Set SESSION_SECRET (32 characters or more) and start again: docs/contract.md §1.\n';
