import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ListedGateway } from '../../../services/list-gateways.ts';
import type { AppEnv } from '../../app-env.ts';
import { share, textWithoutNumber } from '../../fields.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, TextField, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { Form, SubmitButton } from '../parts/form.tsx';
import { readForm } from '../read-form.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { GATEWAYS, SHARE_LABELS } from '../texts/gateways.ts';
import { missingPage } from './refused.tsx';

/** What is no whole number is no share either. */
const typedShare = z.string().transform((typed) => (/^\s*\d{1,3}\s*$/.test(typed) ? Number(typed) : -1));

const FIELDS = { share: typedShare.pipe(share), reason: textWithoutNumber(300, 'why') };

/** The form that sets the share of a gateway, with a reason (console §5, requirements §11.4). */
export function gatewaySharePage(pages: Pages, deps: PageDeps): void {
  const { services } = deps;
  const guard = deps.signedIn(['operator'], 'none');
  const findGateway = async (c: Context<AppEnv>) => {
    const name = c.req.param('name');
    const gateway = (await services.listGateways()).find((each) => each.name === name);
    return gateway && !deps.receivers.get(gateway.name)?.capabilities.inquiriesOnly ? gateway : undefined;
  };

  pages.get('/cong-tin/:name', guard, async (c) => {
    const gateway = await findGateway(c);
    if (!gateway) return missingPage(c, deps);
    const draft = await services.takeDraft(c.get('session'), c.req.path);
    return formPage(c, deps, gateway, { typed: draft ?? { share: String(gateway.share) }, faults: {}, status: 200 });
  });

  pages.post('/cong-tin/:name', guard, async (c) => {
    const gateway = await findGateway(c);
    if (!gateway) return missingPage(c, deps);
    const session = c.get('session');
    const read = await readForm(c, FIELDS, SHARE_LABELS);
    if (read.kind === 'refused') return formPage(c, deps, gateway, { ...read, status: 422 });
    const done = await services.setGatewayShare(gateway.name, read.values, session.name);
    if (done.kind !== 'set') return missingPage(c, deps); // no gateway that sends has this name
    await services.setBanner(session, GATEWAYS.set(gateway.name, done.gateway.share));
    return c.redirect('/cong-tin', 303);
  });
}

type Shown = { readonly typed: Typed; readonly faults: FieldFaults; readonly status: 200 | 422 };

function formPage(c: Context<AppEnv>, deps: PageDeps, { name, share: now }: ListedGateway, { typed, faults, status }: Shown) {
  const heading = GATEWAYS.changeOf(name);
  const content = (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <a class="govuk-back-link" href="/cong-tin">
          {GATEWAYS.heading}
        </a>
        <ErrorSummary faults={faults} />
        <h1 class="govuk-heading-l">{heading}</h1>
        <Form formToken={formTokenFor(c, deps)}>
          <TextField
            name="share"
            label={SHARE_LABELS.share}
            hint={GATEWAYS.shareHint(now)}
            inputmode="numeric"
            width={10}
            typed={typed}
            faults={faults}
          />
          <TextField name="reason" label={SHARE_LABELS.reason} hint={GATEWAYS.reasonHint} typed={typed} faults={faults} />
          <SubmitButton text={GATEWAYS.submit} />
        </Form>
      </div>
    </div>
  );
  return renderPage(c, deps, { title: titleWith(faults, heading), content, status });
}
