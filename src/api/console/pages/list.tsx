import type { Context } from 'hono';
import type { DossierList } from '../../../domain/dossier-lists.ts';
import { ROLES } from '../../../domain/roles.ts';
import type { AppEnv } from '../../app-env.ts';
import { readDossierCursor, writeDossierCursor } from '../../dossier-cursor.ts';
import { PAGE_SIZE } from '../../fields.ts';
import { agencyOptions } from '../agency-options.ts';
import { dossierAddress } from '../dossier-address.ts';
import { listAddress } from '../list-address.ts';
import { listChips } from '../list-chips.ts';
import { listParameters, listRequest, readListQuery, type ListQuery } from '../list-query.ts';
import { isSearchAlone, listWords } from '../list-words.ts';
import { sealNumber } from '../number-seal.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Chips } from '../parts/chips.tsx';
import { dossierColumns } from '../parts/dossier-line.tsx';
import { ErrorSummary, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { ListFilters } from '../parts/list-filters.tsx';
import { Pagination } from '../parts/pagination.tsx';
import { Table } from '../parts/table.tsx';
import { Tabs, type TabLink } from '../parts/tabs.tsx';
import { cursorOrBad } from '../read-cursor.ts';
import { renderPage } from '../render-page.tsx';
import { searchesNumber } from '../searched-words.ts';
import { LIST } from '../texts/list.ts';
import { LIST_WORDS } from '../texts/words.ts';

/** The work lists and the search (console §2, requirements §8.2). */
export function listPage(pages: Pages, deps: PageDeps): void {
  pages.get('/ho-so', deps.signedIn(ROLES, 'own'), async (c) => {
    const typed = c.req.query();
    if (typed['list'] === 'unreached') return c.redirect('/chua-bao', 303);
    if (searchesNumber(typed['q'] ?? '')) return c.redirect(addressWithoutNumber(c, deps, typed), 303);
    const read = readListQuery(typed, c.get('session'), deps.sessionSecrets);
    if (read.kind === 'refused') return refusedList(c, deps, read.typed, read.faults);
    const { agency } = read.values;
    if (agency !== undefined && !agencyOptions(c.get('session'), deps).some(({ value }) => value === agency))
      return refusedList(c, deps, typed, { agency: LIST.foreignAgency });
    return shownList(c, deps, typed, read.values);
  });
}

/** The address of the same search in which nobody can read the number (requirements §9). */
function addressWithoutNumber(c: Context<AppEnv>, { sessionSecrets }: PageDeps, { q = '', ...others }: Typed): string {
  const parameters = new URLSearchParams({ ...others, so: sealNumber(q, c.get('session'), sessionSecrets) });
  return `/ho-so?${parameters.toString()}`;
}

/** The form with what is wrong in it, and no list: one that does not heed a filter would mislead. */
async function refusedList(c: Context<AppEnv>, deps: PageDeps, typed: Typed, faults: FieldFaults): Promise<Response> {
  const counts = await deps.services.countLists(c.get('session'), undefined);
  return renderPage(c, deps, {
    title: titleWith(faults, LIST.heading),
    status: 422,
    counts,
    content: (
      <>
        <ErrorSummary faults={faults} />
        <Head c={c} name={LIST.heading} />
        <Tabs id="list" label={LIST.lists} tabs={tabsOf(counts, null)} />
        <ListFilters typed={typed} faults={faults} agencies={agencyOptions(c.get('session'), deps)} dossiers={[]} />
        <p class="govuk-body">{LIST.bad}</p>
      </>
    ),
  });
}

async function shownList(c: Context<AppEnv>, deps: PageDeps, typed: Typed, query: ListQuery): Promise<Response> {
  const { services } = deps;
  const session = c.get('session');
  const { so, ...asked } = query;
  const after = cursorOrBad(() => readDossierCursor(typed['cursor'], asked));
  const isBad = after === 'bad';
  const page = await services.listDossiers(session, { ...listRequest(query), limit: PAGE_SIZE, after: isBad ? null : after });
  const only = after === null && isSearchAlone(query) ? await services.findCode(session, query.q ?? '') : null;
  // What is a telephone number as well leads to the one dossier only where nothing else is found.
  if (only !== null && (so === undefined || page.total === 1)) return c.redirect(dossierAddress(only), 303);

  const dossiers = page.items.map(({ dossier }) => dossier);
  const codes = dossiers.map(({ receiptCode }) => receiptCode);
  const [lastNotices, counts] = await Promise.all([services.listLastNotices(session, codes), services.countLists(session, query.agency)]);
  const { name, total, meaning, empty } = listWords(query, page);
  const order = { sort: query.sort, addressFor: (sort: ListQuery['sort']) => listAddress({ ...query, sort }) };
  const next = page.next && writeDossierCursor(page.next, asked);
  return renderPage(c, deps, {
    title: titleWith(isBad ? { cursor: LIST.badCursor } : {}, `${total} · ${name}`),
    status: isBad ? 422 : 200,
    searched: so === undefined ? query.q : undefined,
    counts: query.agency === undefined ? counts : undefined,
    content: (
      <>
        <Head c={c} name={name} />
        <Tabs id="list" label={LIST.lists} tabs={tabsOf(counts, query)} />
        <ListFilters typed={typed} faults={{}} agencies={agencyOptions(session, deps)} dossiers={dossiers} />
        <Chips
          chips={listChips(query, deps.findAgency)}
          hrefWithoutAll={listAddress({ list: query.list, sort: query.sort, closed: 'false' })}
        />
        {isBad && (
          <p class="govuk-error-message" role="alert">
            {LIST.badCursor}
          </p>
        )}
        {dossiers.length === 0 ? (
          <p class="govuk-inset-text">{empty}</p>
        ) : (
          <>
            <p class="govuk-body">
              <strong>{total}</strong>
              {meaning !== null && `: ${meaning}`}
            </p>
            <Table
              caption={`${name}: ${total}`}
              isCaptionHidden
              isCards
              columns={dossierColumns({ lastNotices, tu: listParameters(query).toString(), order })}
              rows={page.items}
            />
          </>
        )}
        <Pagination first={isBad || after === null ? null : listAddress(query)} next={next && listAddress(query, next)} />
      </>
    ),
  });
}

function Head({ c, name }: { readonly c: Context<AppEnv>; readonly name: string }) {
  return (
    <div class="console-page-head">
      <h1 class="govuk-heading-l">{name}</h1>
      {c.get('session').role === 'clerk' && (
        <a class="govuk-button govuk-button--secondary" href="/ho-so/moi" role="button" draggable={false} data-module="govuk-button">
          {LIST.registerNew}
        </a>
      )}
    </div>
  );
}

/** The tabs show how many dossiers each list has, so they keep no filter but the agency of which the numbers are. */
function tabsOf(counts: Readonly<Record<DossierList, number>>, query: ListQuery | null): readonly TabLink[] {
  return TABS.map((list) => ({
    href: listAddress({ list, agency: query?.agency, sort: 'due', closed: 'false' }),
    text: LIST_WORDS[list].text,
    count: counts[list],
    isCurrent: list === query?.list && query.q === undefined,
  }));
}

const TABS = ['tonight', 'due_soon', 'overdue', 'waiting', 'ready', 'all'] as const;
