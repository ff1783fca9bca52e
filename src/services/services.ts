import type { Inquiry } from '../domain/inquiry-answer.ts';
import type { Scope } from '../domain/scope.ts';
import { addPerson } from './add-person.ts';
import { answerInquiry } from './answer-inquiry.ts';
import { changeOwnPassword } from './change-own-password.ts';
import { changePerson } from './change-person.ts';
import { findJournalCheck, startJournalCheck } from './check-journal.ts';
import { checkHealth } from './check-health.ts';
import { confirmSignIn } from './confirm-sign-in.ts';
import { countInquiries } from './count-inquiries.ts';
import { countLists } from './count-lists.ts';
import { countStatistics } from './count-statistics.ts';
import { countWeeks } from './count-weeks.ts';
import { findCode } from './find-code.ts';
import { findDossier } from './find-dossier.ts';
import { findRegistration } from './find-registration.ts';
import { findNeighbours } from './find-neighbours.ts';
import { findPerson } from './find-person.ts';
import { forecastApologies } from './forecast-apologies.ts';
import { inquiryGatewaysOf } from './inquiry-gateways.ts';
import { listDossiers } from './list-dossiers.ts';
import { listGateways } from './list-gateways.ts';
import { listInquiries } from './list-inquiries.ts';
import { listLastNotices } from './list-last-notices.ts';
import { listNotices } from './list-notices.ts';
import { listPeople } from './list-people.ts';
import { listRecords } from './list-records.ts';
import { listUnreached } from './list-unreached.ts';
import { previewResend } from './preview-resend.ts';
import { readAttention } from './read-attention.ts';
import { readDossierLife } from './read-dossier-life.ts';
import { readEvening } from './read-evening.ts';
import { readEveningVersion } from './read-evening-version.ts';
import { previewEvent } from './preview-event.ts';
import { previewRegistration } from './preview-registration.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { readGauges } from './read-gauges.ts';
import { readTimeline } from './read-timeline.ts';
import { readReconciliation } from './reconcile-charges.ts';
import { recordEvent } from './record-event.ts';
import { recordReceipts } from './record-receipt.ts';
import { registerDossier } from './register-dossier.ts';
import { resendNotice } from './resend-notice.ts';
import type { ServiceDeps } from './service-deps.ts';
import { dropToken, findSession, findSignInBegun, setBanner, startSession, takeBanner, takeDraft } from './sessions.ts';
import { setGatewayShare } from './set-gateway-share.ts';
import { turnOffSecondFactor, turnOnSecondFactor } from './set-second-factor.ts';
import { signIn } from './sign-in.ts';
import { signInByProvider } from './sign-in-by-provider.ts';
import { signOut } from './sign-out.ts';
import { suggestProcedures } from './suggest-procedures.ts';
import { suggestSteps } from './suggest-steps.ts';
import { verifyJournal } from './verify-journal.ts';

export type Services = ReturnType<typeof createServices>;

/**
 * Everything that a person or a program can ask for. A route, a page and an import call the same function. What belongs to an agency is
 * asked for with a scope, so that what calls it does not compile without saying for which agencies (requirements §8.1).
 */
export function createServices(deps: ServiceDeps) {
  const bind =
    <Args extends unknown[], Result>(service: (deps: ServiceDeps, ...args: Args) => Result) =>
    (...args: Args) =>
      service(deps, ...args);
  const within =
    <Args extends unknown[], Result>(service: (deps: ServiceDeps, scope: Scope, ...args: Args) => Result) =>
    (scope: Scope, ...args: Args) =>
      service(deps, scope, ...args);
  const inquiries = { ...deps, settings: deps.inquirySettings, inquiryGateways: inquiryGatewaysOf(deps.gateways, deps.receivers) };
  return {
    registerDossier: within(registerDossier),
    recordEvent: within(recordEvent),
    previewRegistration: within(previewRegistration),
    previewEvent: within(previewEvent),
    suggestProcedures: within(suggestProcedures),
    suggestSteps: within(suggestSteps),
    findCode: within(findCode),
    findDossier: within(findDossier),
    findRegistration: within(findRegistration),
    findNeighbours: within(findNeighbours),
    listDossiers: within(listDossiers),
    countLists: within(countLists),
    readTimeline: within(readTimeline),
    readDossierLife: within(readDossierLife),
    listGateways: bind(listGateways),
    setGatewayShare: bind(setGatewayShare),
    listNotices: within(listNotices),
    listLastNotices: within(listLastNotices),
    listUnreached: within(listUnreached),
    previewResend: within(previewResend),
    resendNotice: within(resendNotice),
    recordReceipts: bind(recordReceipts),
    forecastApologies: within(forecastApologies),
    readEvening: within(readEvening),
    readEveningVersion: within(readEveningVersion),
    readAttention: within(readAttention),
    countStatistics: within(countStatistics),
    countWeeks: within(countWeeks),
    answerInquiry: (inquiry: Inquiry) => answerInquiry(inquiries, inquiry),
    listInquiries: within(listInquiries),
    countInquiries: within(countInquiries),
    readReconciliation: bind(readReconciliation),
    signIn: bind(signIn),
    confirmSignIn: bind(confirmSignIn),
    signInByProvider: bind(signInByProvider),
    signOut: bind(signOut),
    changeOwnPassword: bind(changeOwnPassword),
    offerSecondFactor: bind(offerSecondFactor),
    turnOnSecondFactor: bind(turnOnSecondFactor),
    turnOffSecondFactor: bind(turnOffSecondFactor),
    listPeople: within(listPeople),
    findPerson: within(findPerson),
    addPerson: bind(addPerson),
    changePerson: bind(changePerson),
    listRecords: bind(listRecords),
    startJournalCheck: bind(startJournalCheck),
    findJournalCheck: bind(findJournalCheck),
    startSession: bind(startSession),
    findSession: bind(findSession),
    findSignInBegun: bind(findSignInBegun),
    dropToken: bind(dropToken),
    setBanner: bind(setBanner),
    takeBanner: bind(takeBanner),
    takeDraft: bind(takeDraft),
    verifyJournal: bind(verifyJournal),
    checkHealth: bind(checkHealth),
    readGauges: bind(readGauges),
  };
}
