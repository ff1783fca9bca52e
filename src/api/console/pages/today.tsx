import type { Context } from 'hono';
import { dateOf, plusDays, printDate } from '../../../domain/calendar.ts';
import type { Evening } from '../../../domain/evening.ts';
import { ROLES } from '../../../domain/roles.ts';
import { shareByVersion } from '../../../lib/share-by-version.ts';
import type { Attention } from '../../../services/read-attention.ts';
import type { AppEnv } from '../../app-env.ts';
import { agencyName } from '../agency-name.ts';
import { eveningHeadline, eveningTime } from '../evening-words.ts';
import { LIVE_PACE, liveAnswer } from '../live-answer.ts';
import { printTime } from '../../../domain/calendar.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { AttentionList } from '../parts/attention.tsx';
import { EveningLists, type EveningReader } from '../parts/evening.tsx';
import { renderPage } from '../render-page.tsx';
import { TODAY } from '../texts/today.ts';

const PATH = '/hom-nay';
/** The content alone, for a browser that shows the page already. */
const CONTENT_PATH = `${PATH}/noi-dung`;
/** Says when there is other content. */
const LIVE_PATH = `${PATH}/dong`;

/** Without JavaScript the page is loaded again so often, seconds. */
const RELOAD_S = 60;

/** This evening, and what needs a hand (console §4). */
export function todayPage(pages: Pages, deps: PageDeps): void {
  const { services, stopping } = deps;
  const guard = deps.signedIn(ROLES, 'own');
  const guardOfScript = deps.signedIn(ROLES, 'own', 'byItself');
  // At 17:30 many people look on while every message changes the page, so all of one scope share one reading of the evening.
  const evenings = shareByVersion<Evening>();
  const versions = shareByVersion<string>();
  const scopeOf = (c: Context<AppEnv>) => JSON.stringify(c.get('session').agencies);

  const readToday = async (c: Context<AppEnv>): Promise<Today> => {
    const session = c.get('session');
    const readEvening = async () => {
      const version = await services.readEveningVersion(session);
      return { version, evening: await evenings(scopeOf(c), version, () => services.readEvening(session)) };
    };
    const [{ version, evening }, attention] = await Promise.all([readEvening(), services.readAttention(session)]);
    const mayKnowGateways = session.role !== 'clerk';
    return { version, evening, attention: mayKnowGateways ? attention : { ...attention, gateways: [] }, reader: readerOf(c, deps) };
  };

  pages.get(PATH, guard, async (c) => {
    const today = await readToday(c);
    return renderPage(c, deps, { title: titleOf(today), content: <Live today={today} />, reloadsAfter: RELOAD_S });
  });
  pages.get(CONTENT_PATH, guardOfScript, async (c) => c.html(<Live today={await readToday(c)} />));
  pages.get(LIVE_PATH, guardOfScript, (c) => {
    const period = () => String(Math.floor(performance.now() / LIVE_PACE.askEvery));
    const session = c.get('session');
    return liveAnswer(c, () => versions(scopeOf(c), period(), () => services.readEveningVersion(session)), stopping);
  });
}

type Today = {
  readonly version: string;
  readonly evening: Evening;
  readonly attention: Attention;
  readonly reader: EveningReader;
};

function titleOf({ evening }: Today): string {
  return `${eveningHeadline(evening)} · ${TODAY.page}`;
}

function readerOf(c: Context<AppEnv>, { agencies: known, findAgency }: PageDeps): EveningReader {
  const { role, agencies } = c.get('session');
  const seesSeveral = (agencies ?? known).length > 1;
  return { maySave: role === 'clerk', agencyOf: seesSeveral ? (agency) => agencyName(agency, findAgency) : null };
}

/** What the browser takes over: each part on its own, so that what has not changed stays. */
function Live({ today }: { readonly today: Today }) {
  const { version, evening, attention, reader } = today;
  const time = eveningTime(evening);
  const count = evening.phase === 'before' ? evening.willBeSent.length : undefined;
  return (
    <div data-live={LIVE_PATH} data-content={CONTENT_PATH} data-version={version} data-title={titleOf(today)} data-count={count}>
      <span class="govuk-caption-l">{TODAY.caption(printDate(plusDays(dateOf(evening.asOf), 1)))}</span>
      <div id="today-headline" data-part aria-live="polite">
        <h1 class="govuk-heading-l">{eveningHeadline(evening)}</h1>
      </div>
      <div id="today-time" data-part>
        {time !== null && <p class="govuk-body-l">{time}</p>}
        <p class="govuk-body console-quiet">{TODAY.asOf(printTime(evening.asOf).slice(0, 5))}</p>
      </div>
      <div id="today-lists" data-part>
        <EveningLists evening={evening} reader={reader} />
      </div>
      <h2 class="govuk-heading-m">{TODAY.attention}</h2>
      <div id="today-attention" data-part>
        <AttentionList attention={attention} />
      </div>
    </div>
  );
}
