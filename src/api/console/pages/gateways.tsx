import type { PageDeps, Pages } from '../page-deps.ts';
import { Gateway } from '../parts/gateway.tsx';
import { renderPage } from '../render-page.tsx';
import { GATEWAYS } from '../texts/gateways.ts';

/** How each gateway is (console §5, requirements §8.3, §11.4). */
export function gatewaysPage(pages: Pages, deps: PageDeps): void {
  pages.get('/cong-tin', deps.signedIn(['operator', 'auditor'], 'none'), async (c) => {
    const all = await deps.services.listGateways();
    const takesNotices = (name: string) => !deps.receivers.get(name)?.capabilities.inquiriesOnly;
    const sum = all.filter(({ name }) => takesNotices(name)).reduce((total, { share }) => total + share, 0);
    const notWell = all.filter(({ state, awaySince }) => state !== 'ok' || awaySince !== null).length;
    const answer = notWell === 0 ? GATEWAYS.allAreWell(all.length) : GATEWAYS.notWell(notWell, all.length);
    const maySetShare = c.get('session').role === 'operator';
    const content = (
      <>
        <h1 class="govuk-heading-l">{GATEWAYS.heading}</h1>
        <p class="govuk-body-l">{answer}.</p>
        <p class="govuk-body">
          {GATEWAYS.about}{' '}
          <a class="govuk-link" href="/giup-do#gateway">
            {GATEWAYS.help}
          </a>
        </p>
        {all.map((gateway) => (
          <Gateway
            gateway={gateway}
            sum={sum}
            takesNotices={takesNotices(gateway.name)}
            shareAddress={maySetShare ? `/cong-tin/${encodeURIComponent(gateway.name)}` : null}
          />
        ))}
      </>
    );
    return renderPage(c, deps, { title: `${answer} · ${GATEWAYS.heading}`, content });
  });
}
