import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FieldRefusal } from '../../../domain/refusal.ts';
import { FIRST_STEP } from '../../../domain/fixed-names.ts';
import type { RegistrationPreview } from '../../../services/preview-registration.ts';
import type { AppEnv } from '../../app-env.ts';
import { agencyOptions } from '../agency-options.ts';
import { dossierAddress } from '../dossier-address.ts';
import { effectSign, hasSeen, NOTHING, SEEN_FIELD, sentSentence } from '../effect-sign.ts';
import { printLocalMoment } from '../local-moment.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { RegisterForm, type RegisterProblem } from '../parts/register-form.tsx';
import { typedIn } from '../read-form.ts';
import { readRegisterForm, type KnownProcedure } from '../register-form.ts';
import { registrationDifferences } from '../registration-differences.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { REGISTER, REGISTER_WARNINGS, type RegisterWarning } from '../texts/register.ts';
import { SMS_PREVIEW } from '../texts/sms-preview.ts';
import { forbiddenPage } from './refused.tsx';

const ADDRESS = '/ho-so/moi';

type Shown = {
  readonly typed: Typed;
  readonly faults?: FieldFaults;
  readonly problem?: RegisterProblem;
  readonly preview?: RegistrationPreview;
  /** What is asked to be looked at first. */
  readonly asks?: true;
  readonly seen?: string;
  readonly warnings?: readonly RegisterWarning[];
  readonly procedures: readonly KnownProcedure[];
  readonly status: ContentfulStatusCode;
};

/** Takes a dossier in (requirements §3). */
export function registerPage(pages: Pages, deps: PageDeps): void {
  const { services } = deps;

  pages.get(ADDRESS, deps.signedIn(['clerk'], 'own'), async (c) => {
    const session = c.get('session');
    const [draft, procedures] = await Promise.all([services.takeDraft(session, c.req.path), services.suggestProcedures(session)]);
    const typed = draft ?? { receivedAt: printLocalMoment(deps.now()), step: FIRST_STEP };
    return show(c, deps, { typed, procedures, status: 200 });
  });

  pages.post(ADDRESS, deps.signedIn(['clerk'], 'own'), async (c) => {
    const session = c.get('session');
    const [typed, procedures] = await Promise.all([typedIn(c), services.suggestProcedures(session)]);
    const shown = { typed, procedures };
    const agencies = agencyOptions(session, deps).map(({ value }) => value);
    const read = readRegisterForm(typed, procedures, agencies);
    if (read.kind === 'refused') return show(c, deps, { ...shown, faults: read.faults, status: 422 });
    const { request } = read;
    const preview = await services.previewRegistration(session, request);
    if (preview.kind === 'foreign_agency') return forbiddenPage(c, deps);
    if (preview.kind === 'field_refused') return show(c, deps, { ...shown, ...refusedBy(preview.refusal), status: 422 });

    const warnings = warningsOf(preview, read.known);
    const seen = signOf(preview, warnings);
    if (typed['preview'] !== undefined || !hasSeen(typed[SEEN_FIELD] ?? '', seen))
      return show(c, deps, { ...shown, preview, warnings, seen, asks: true, status: 200 });
    const done = await services.registerDossier(session, request, session.name);
    if (done.kind === 'foreign_agency') return forbiddenPage(c, deps);
    if (done.kind === 'field_refused') return show(c, deps, { ...shown, ...refusedBy(done.refusal), status: 422 });
    if (done.kind === 'refused') {
      const recorded = await services.findRegistration(session, request.receiptCode);
      if (!recorded) return show(c, deps, { ...shown, faults: { receiptCode: REGISTER.taken(request.receiptCode) }, status: 409 });
      const problem = {
        text: REGISTER.conflict(recorded.receiptCode),
        details: registrationDifferences(recorded, preview.registration),
        dossier: recorded.receiptCode,
      };
      return show(c, deps, { ...shown, preview, warnings, seen, problem, status: 409 });
    }
    const { receiptCode } = done.dossier.dossier;
    const sentence = `${REGISTER.done(receiptCode, request.dueDate ?? null)} ${sentSentence(seen, preview.contact.phone)}`;
    await services.setBanner(session, sentence);
    return c.redirect(dossierAddress(receiptCode), 303);
  });
}

function show(c: Context<AppEnv>, deps: PageDeps, shown: Shown): Promise<Response> {
  const { typed, faults = {}, problem, preview, asks, seen = NOTHING, warnings = [], procedures, status } = shown;
  const agencies = agencyOptions(c.get('session'), deps);
  const content = (
    <RegisterForm
      typed={typed}
      faults={faults}
      problem={asks ? { text: `${SMS_PREVIEW.askFirst}${SMS_PREVIEW.thenPress(REGISTER.submit)}` } : problem}
      preview={
        preview
          ? {
              ...preview,
              receiptCode: preview.registration.receiptCode,
              phone: preview.contact.phone,
              warnings: warnings.map((warning) => REGISTER_WARNINGS[warning]),
              namesNoApology: false,
            }
          : null
      }
      seen={seen}
      procedures={procedures}
      agencies={agencies}
      formToken={formTokenFor(c, deps)}
    />
  );
  const title = asks ? REGISTER.previewTitle : (problem?.text ?? titleWith(faults, REGISTER.title));
  return renderPage(c, deps, { title, content, status });
}

function signOf({ effect, sms, contact }: RegistrationPreview, warnings: readonly RegisterWarning[]): string {
  const phone = contact.problem === null ? [] : [`phone:${contact.problem}`];
  return effectSign({ effect, isAgencyKnown: sms !== null, isApologyNews: false, remarks: [...phone, ...warnings] });
}

function warningsOf({ registration, resemblesFixedName }: RegistrationPreview, known: KnownProcedure | null): readonly RegisterWarning[] {
  const { sameDay } = registration.procedure;
  const isOther = known !== null && known.sameDay !== sameDay;
  return [
    ...(resemblesFixedName ? (['resembles_fixed_name'] as const) : []),
    ...(isOther ? ([sameDay ? 'not_same_day_before' : 'same_day_before'] as const) : []),
  ];
}

function refusedBy(refusal: FieldRefusal): { readonly faults: FieldFaults } | { readonly problem: RegisterProblem } {
  if (refusal.kind === 'which_agency') return { faults: { agency: REGISTER.whichAgency } };
  if (refusal.kind === 'unknown_agency') return { problem: { text: REGISTER.unknownAgency } };
  if (refusal.kind === 'received_in_the_future') return { faults: { receivedAt: REGISTER.receivedInFuture } };
  if (refusal.kind === 'due_before_receipt') return { faults: { dueDate: REGISTER.dueBeforeReceipt(refusal.receivedOn) } };
  throw new Error(`expected a refusal of a registration, came ${refusal.kind}`);
}
