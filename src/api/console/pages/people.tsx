import type { Person } from '../../../services/list-people.ts';
import { agencyName } from '../agency-name.ts';
import { printMinute } from '../moments.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Table, type Column } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { personAddress } from '../person-address.ts';
import { renderPage } from '../render-page.tsx';
import { PEOPLE } from '../texts/people.ts';
import { ROLE_WORDS } from '../texts/words.ts';

/** The accounts that an operator may manage (requirements §8.1). */
export function peoplePage(pages: Pages, deps: PageDeps): void {
  pages.get('/tai-khoan', deps.signedIn(['operator'], 'own'), async (c) => {
    const session = c.get('session');
    const people = await deps.services.listPeople(session);
    const content = (
      <>
        <h1 class="govuk-heading-l">{PEOPLE.heading}</h1>
        <p class="govuk-body">
          <a class="govuk-button" href="/tai-khoan/moi" role="button" draggable={false} data-module="govuk-button">
            {PEOPLE.add}
          </a>
        </p>
        {people.length === 0 ? (
          <p class="govuk-body">{PEOPLE.empty}</p>
        ) : (
          <Table caption={PEOPLE.caption} isCaptionHidden isCards columns={columnsFor(session.name, deps)} rows={people} />
        )}
      </>
    );
    return renderPage(c, deps, { title: PEOPLE.title(people.length), content });
  });
}

function columnsFor(own: string, { findAgency }: PageDeps): readonly Column<Person>[] {
  return [
    {
      head: PEOPLE.name,
      cell: ({ name }) => (
        <>
          <a class="govuk-link" href={personAddress(name)}>
            {name}
          </a>
          {name === own && ` (${PEOPLE.you})`}
        </>
      ),
    },
    { head: PEOPLE.role, label: PEOPLE.role, cell: ({ role }) => ROLE_WORDS[role] },
    {
      head: PEOPLE.agencies,
      label: PEOPLE.agencies,
      cell: ({ agencies }) => agencies?.map((id) => agencyName(id, findAgency)).join(', ') ?? PEOPLE.allAgencies,
    },
    {
      head: PEOPLE.lastSignIn,
      label: PEOPLE.lastSignIn,
      cell: ({ lastSignedInAt }) => (lastSignedInAt === null ? PEOPLE.never : printMinute(lastSignedInAt)),
    },
    { head: PEOPLE.secondFactor, label: PEOPLE.secondFactor, cell: ({ hasSecondFactor }) => (hasSecondFactor ? PEOPLE.on : PEOPLE.off) },
    {
      head: PEOPLE.state,
      label: PEOPLE.state,
      cell: ({ disabledAt }) =>
        disabledAt === null ? <Tag text={PEOPLE.active} colour="green" /> : <Tag text={PEOPLE.disabled} colour="grey" />,
    },
  ];
}
