import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { printDate } from '../../../domain/calendar.ts';
import { reasonInWords } from '../../../domain/notice-words.ts';
import type { ResendPreview } from '../../../services/preview-resend.ts';
import type { NotResendable } from '../../../services/resend-facts.ts';
import type { ResendResult } from '../../../services/resend-notice.ts';
import type { AppEnv } from '../../app-env.ts';
import { searchText } from '../../fields.ts';
import { dossierAddress } from '../dossier-address.ts';
import { noticeReason } from '../notice-reason.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Checkbox, ErrorSummary, Radios, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { Form, SubmitButton } from '../parts/form.tsx';
import { GatewayAnswer } from '../parts/gateway-answer.tsx';
import { NoticeStatusTag } from '../parts/notice-status.tsx';
import { readFields, readForm } from '../read-form.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { RESEND, RESEND_LABELS } from '../texts/resend.ts';
import { KIND_WORDS, STATUS_WORDS } from '../texts/words.ts';
import { missingPage } from './refused.tsx';

const ADDRESS = '/tin-nhan/gui-lai';

const FIELDS = {
  key: searchText(100),
  gateway: searchText(100).optional(),
  twice: z.literal('true').optional(),
  resent: searchText(5).optional(),
};

/** Asks before a notice is sent again, and orders it (requirements §5.6, §8.3, §11.4). */
export function resendPage(pages: Pages, deps: PageDeps): void {
  const { services } = deps;

  pages.get(ADDRESS, deps.signedIn(['operator'], 'own'), async (c) => {
    const session = c.get('session');
    const draft = await services.takeDraft(session, c.req.path);
    const read = readFields({ ...draft, ...c.req.query() }, { key: FIELDS.key }, RESEND_LABELS);
    const preview = read.kind === 'read' ? await services.previewResend(session, read.values.key) : null;
    if (!preview) return missingPage(c, deps);
    return askPage(c, deps, preview, { typed: { gateway: usualGateway(preview), ...draft }, faults: {}, status: 200 });
  });

  pages.post(ADDRESS, deps.signedIn(['operator'], 'own'), async (c) => {
    const session = c.get('session');
    const read = await readForm(c, FIELDS, RESEND_LABELS);
    const named = read.kind === 'refused' && read.faults['key'] !== undefined ? undefined : read.typed['key'];
    const preview = named === undefined ? null : await services.previewResend(session, named);
    if (!preview) return missingPage(c, deps);
    const { typed } = read;
    const refuse = (faults: FieldFaults, status: 422 | 503 = 422) => askPage(c, deps, preview, { typed, faults, status });
    if (read.kind === 'refused') return refuse(read.faults);
    const { key, gateway = null, twice, resent } = read.values;
    if (resent !== undefined && resent !== String(preview.notice.resent)) return refuse({ gateway: RESEND.changed });
    if (mayArriveTwice(preview, gateway) && twice === undefined && preview.because === null) return refuse({ twice: RESEND.twiceMissing });
    const done = await services.resendNotice(session, key, gateway);
    if (done.kind === 'unknown_notice') return missingPage(c, deps);
    if (done.kind !== 'ordered') return refuse({ gateway: faultOf(done) }, done.kind === 'unavailable' ? 503 : 422);
    await services.setBanner(session, bannerOf(preview, done.mayArriveTwice));
    return c.redirect('/tin-nhan', 303);
  });
}

/** Which choice is made before the operator makes one: the gateway that may have an uncertain notice, else that of the shares. */
function usualGateway({ notice, gateways }: ResendPreview): string {
  const { status, gateway } = notice;
  return status === 'uncertain' && gateway !== null && gateways.includes(gateway) ? gateway : '';
}

function mayArriveTwice({ notice, gateways }: ResendPreview, chosen: string | null): boolean {
  return notice.status === 'uncertain' && chosen !== null && chosen !== notice.gateway && gateways.includes(chosen);
}

function faultOf(done: Exclude<ResendResult, { readonly kind: 'ordered' }>): string {
  if (done.kind === 'refused') return whyNot(done.because);
  if (done.kind !== 'field_refused') return RESEND.unavailable;
  if (done.refusal.kind !== 'unknown_gateway') throw new Error(`expected a refusal of the gateway, came ${done.refusal.kind}`);
  return done.refusal.known.length === 0 ? RESEND.noGateway : RESEND.gatewayUnknown(done.refusal.known.join(', '));
}

function whyNot(because: NotResendable): string {
  if ('lacksPhone' in because) return RESEND.refusedNoPhone;
  if ('status' in because) return RESEND.refusedStatus(STATUS_WORDS[because.status].text, STATUS_WORDS[because.status].meaning);
  return because.untrue === null ? RESEND.refusedEarly : RESEND.refusedUntrue(reasonInWords(because.untrue));
}

function bannerOf({ notice, to }: ResendPreview, isTwice: boolean): string {
  const done = RESEND.done(KIND_WORDS[notice.kind], notice.receiptCode, to ?? RESEND.noNumber);
  return isTwice ? `${done} ${RESEND.doneTwice}` : done;
}

type Asked = { readonly typed: Typed; readonly faults: FieldFaults; readonly status: 200 | 422 | 503 };

function askPage(c: Context<AppEnv>, deps: PageDeps, preview: ResendPreview, { typed, faults, status }: Asked): Promise<Response> {
  const { notice, because } = preview;
  const kind = KIND_WORDS[notice.kind];
  const title = because === null ? RESEND.title(kind, notice.receiptCode) : RESEND.refusedTitle(kind, notice.receiptCode);
  return renderPage(c, deps, {
    title: titleWith(faults, title),
    status,
    content: (
      <>
        <ErrorSummary faults={faults} />
        <h1 class="govuk-heading-l">{title}</h1>
        {because !== null && <p class="govuk-body">{whyNot(because)}</p>}
        <Facts preview={preview} />
        {because === null && <Ask preview={preview} typed={typed} faults={faults} formToken={formTokenFor(c, deps)} />}
        <p class="govuk-body">
          <a class="govuk-link" href="/tin-nhan">
            {RESEND.back}
          </a>
        </p>
      </>
    ),
  });
}

function Facts({ preview: { notice, to } }: { readonly preview: ResendPreview }) {
  const { receiptCode, kind, dueDate, status, reason, gateway, segments, text } = notice;
  const { words } = noticeReason(reason);
  return (
    <dl class="govuk-summary-list">
      <Row name={RESEND.dossier}>
        <a class="govuk-link" href={dossierAddress(receiptCode)}>
          {receiptCode}
        </a>
      </Row>
      <Row name={RESEND.kind}>
        {KIND_WORDS[kind]}
        {dueDate !== null && ` (${printDate(dueDate)})`}
      </Row>
      <Row name={RESEND.now}>
        <NoticeStatusTag status={status} /> {STATUS_WORDS[status].meaning}
        {words !== null && `; ${words}`}
        {gateway !== null && ` (${gateway})`}
        <GatewayAnswer reason={reason} />
      </Row>
      <Row name={RESEND.to}>{to ?? RESEND.noNumber}</Row>
      <Row name={RESEND.text}>
        <q class="console-message">{text}</q>
      </Row>
      <Row name={RESEND.parts}>{segments}</Row>
    </dl>
  );
}

function Row({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{name}</dt>
      <dd class="govuk-summary-list__value">{children}</dd>
    </div>
  );
}

type AskProps = { readonly preview: ResendPreview; readonly typed: Typed; readonly faults: FieldFaults; readonly formToken: string };

function Ask({ preview, typed, faults, formToken }: AskProps) {
  const { key, resent, status } = preview.notice;
  const others = preview.gateways.filter((name) => mayArriveTwice(preview, name));
  return (
    <Form formToken={formToken} hidden={{ key, resent: String(resent) }}>
      {status === 'uncertain' && <p class="govuk-inset-text">{RESEND.uncertain}</p>}
      <Radios name="gateway" label={RESEND.gateway} typed={typed} faults={faults} options={gatewayOptions(preview)} />
      {others.length > 0 && <Checkbox name="twice" label={RESEND.twice} hint={RESEND.twiceHint} typed={typed} faults={faults} />}
      <SubmitButton text={RESEND.submit} />
    </Form>
  );
}

/** An uncertain notice stays with the gateway that may have it unless another is named, so nothing is left to the shares. */
function gatewayOptions({ notice, gateways }: ResendPreview) {
  if (notice.status !== 'uncertain' || notice.gateway === null)
    return [{ value: '', ...RESEND.byShares }, ...gateways.map((value) => ({ value, text: value }))];
  return gateways.map((value) => ({ value, text: value, hint: value === notice.gateway ? RESEND.before : RESEND.other }));
}
