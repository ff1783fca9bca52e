import { dateOf } from '../../../domain/calendar.ts';
import { readNoticeKey } from '../../../domain/notice-key.ts';
import { onTimeText } from '../../../domain/on-time.ts';
import type { ReceiptCode } from '../../../domain/receipt-code.ts';
import { remainingOf } from '../../../domain/remaining.ts';
import { ROLES, type Role } from '../../../domain/roles.ts';
import type { DossierAsOf } from '../../../services/find-dossier.ts';
import type { Neighbours } from '../../../services/find-neighbours.ts';
import type { DossierLife } from '../../../services/read-dossier-life.ts';
import { agencyName } from '../agency-name.ts';
import { listBehind, type CameFrom } from '../came-from-list.ts';
import { dossierAddress } from '../dossier-address.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { DossierActionLinks } from '../parts/dossier-action-links.tsx';
import { DossierFacts } from '../parts/dossier-facts.tsx';
import { DossierWays } from '../parts/dossier-ways.tsx';
import { Judgement } from '../parts/judgement.tsx';
import { NextMessage } from '../parts/next-message.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { readCode } from '../read-code.ts';
import { renderPage } from '../render-page.tsx';
import { DOSSIER, SOURCE_WORDS } from '../texts/dossier.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';
import { timelineItems } from '../timeline-items.ts';
import { missingPage } from './refused.tsx';

/** So many are read on one screen; a sender in a loop may have made two thousand. */
const SHOWN = 200;

/** One dossier: where it is, what comes next, and all that happened to it (console §3). */
export function dossierPage(pages: Pages, deps: PageDeps): void {
  pages.get('/ho-so/:code', deps.signedIn(ROLES, 'own'), async (c) => {
    const session = c.get('session');
    const { 'tat-ca': all } = c.req.query();
    const code = readCode(c);
    const came = listBehind(c, deps);
    if (code === null) return missingPage(c, deps);
    const [life, neighbours] = await Promise.all([
      deps.services.readDossierLife(session, code),
      came && deps.services.findNeighbours(session, came.request, code),
    ]);
    if (life === null) return missingPage(c, deps);
    const { dossier } = life.found;
    if (code !== dossier.receiptCode) return c.redirect(dossierAddress(dossier.receiptCode, came?.tu), 303);
    return renderPage(c, deps, {
      title: DOSSIER.title(answerOf(life.found), dossier.receiptCode),
      content: <DossierPage life={life} role={session.role} deps={deps} came={came} neighbours={neighbours} showsAll={all !== undefined} />,
    });
  });
}

/** What the page answers first: how the dossier ended, or whether it is on time and how long it has. */
function answerOf({ dossier, asOf }: DossierAsOf): string {
  if (dossier.closed !== null) return OUTCOME_NAMES[dossier.closed.outcome];
  const today = dateOf(asOf);
  const remaining = remainingOf(dossier, today).text;
  return [onTimeText(dossier, today), ...(remaining === '' ? [] : [remaining.toLowerCase()])].join(', ');
}

type Props = {
  readonly life: DossierLife;
  readonly role: Role;
  readonly deps: PageDeps;
  readonly came: CameFrom | null;
  readonly neighbours: Neighbours | null;
  readonly showsAll: boolean;
};

function DossierPage({ life, role, deps, came, neighbours, showsAll }: Props) {
  const { found, explanation, standing, next, actions } = life;
  const { dossier } = found;
  const agency = agencyName(dossier.agency, deps.findAgency);
  const items = timelineItems(life);
  const shown = showsAll ? items : items.slice(0, SHOWN);
  const isForMachines = role !== 'clerk';
  return (
    <div class="console-dossier">
      <DossierWays came={came} neighbours={neighbours} />
      <h1 class="govuk-heading-l">{DOSSIER.heading(dossier.receiptCode)}</h1>
      <Judgement found={found} explanation={explanation} />
      {role === 'clerk' && <DossierActionLinks actions={actions} code={dossier.receiptCode} tu={came?.tu} />}
      <div class="console-dossier__head">
        <DossierFacts found={found} standing={standing} agencyName={agency} />
        <NextMessage
          next={next}
          dossier={dossier}
          agencyName={agency}
          why={explanation.filter(({ about, decidedAt }) => isAboutApology(about) && decidedAt === null)}
        />
      </div>
      {isForMachines && (
        <p class="govuk-body console-quiet console-machines">
          {SOURCE_WORDS[found.source]}
          {deps.temporalUi !== null && (
            <>
              {' · '}
              <a class="govuk-link" href={`${deps.temporalUi}${life.workflowPage}`} target="_blank" rel="noreferrer">
                {DOSSIER.temporal} <span class="govuk-visually-hidden">{DOSSIER.newTab}</span>
              </a>
            </>
          )}
        </p>
      )}
      <Timeline
        items={shown}
        explanation={explanation}
        mayResend={role === 'operator'}
        rest={shown.length < items.length ? { total: items.length, address: allAddress(dossier.receiptCode, came?.tu) } : null}
      />
    </div>
  );
}

function isAboutApology(about: string): boolean {
  return about.endsWith('/apology') || readNoticeKey(about)?.notice.kind === 'apology';
}

function allAddress(code: ReceiptCode, tu: string | undefined): string {
  return `${dossierAddress(code, tu)}${tu === undefined ? '?' : '&'}tat-ca=1`;
}
