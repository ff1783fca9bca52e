import type { Context } from 'hono';
import { printDate } from '../../../domain/calendar.ts';
import { maskPhone } from '../../../domain/phone.ts';
import { ROLES, type Role } from '../../../domain/roles.ts';
import type { Unreached } from '../../../services/list-unreached.ts';
import type { AppEnv } from '../../app-env.ts';
import { PAGE_SIZE, searchText } from '../../fields.ts';
import { readPlace, writePlace } from '../../page-cursor.ts';
import { agencyOptions } from '../agency-options.ts';
import { dossierAddress } from '../dossier-address.ts';
import { printMinute } from '../moments.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, Select, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { SubmitButton } from '../parts/form.tsx';
import { Pagination } from '../parts/pagination.tsx';
import { StatusReason } from '../parts/status-reason.tsx';
import { Table, type Column } from '../parts/table.tsx';
import { printNumber } from '../print-number.ts';
import { cursorOrBad } from '../read-cursor.ts';
import { readFields } from '../read-form.ts';
import { renderPage } from '../render-page.tsx';
import { UNREACHED } from '../texts/unreached.ts';
import { KIND_WORDS } from '../texts/words.ts';

const ADDRESS = '/chua-bao';

/** Who was not told, of what, since when and why, with what can be done about it (console §5, requirements §8.5). */
export function unreachedPage(pages: Pages, deps: PageDeps): void {
  const { services } = deps;
  pages.get(ADDRESS, deps.signedIn(ROLES, 'own'), async (c) => {
    const [session, typed] = [c.get('session'), c.req.query()];
    const read = readFields(typed, { agency: searchText(100).optional() }, { agency: UNREACHED.agency });
    if (read.kind === 'refused') return refused(c, deps, typed, read.faults);
    const { agency } = read.values;
    if (agency !== undefined && !agencyOptions(session, deps).some(({ value }) => value === agency))
      return refused(c, deps, typed, { agency: UNREACHED.foreignAgency });

    const after = cursorOrBad(() => readPlace(typed['cursor']));
    const isBad = after === 'bad';
    const { items, next } = await services.listUnreached(session, agency, { limit: PAGE_SIZE, after: isBad ? null : after });
    const counts = await services.countLists(session, agency);
    const total = counts.unreached === 0 ? UNREACHED.empty : UNREACHED.total(printNumber(counts.unreached));
    return renderPage(c, deps, {
      title: titleWith(isBad ? { cursor: UNREACHED.badCursor } : {}, total),
      status: isBad ? 422 : 200,
      counts: agency === undefined ? counts : undefined,
      content: (
        <>
          <h1 class="govuk-heading-l">{UNREACHED.heading}</h1>
          <AgencyFilter c={c} deps={deps} typed={typed} faults={{}} />
          {isBad && (
            <p class="govuk-error-message" role="alert">
              {UNREACHED.badCursor}
            </p>
          )}
          {items.length === 0 ? <Nobody /> : <Everybody total={total} items={items} role={session.role} />}
          <Pagination first={isBad || after === null ? null : addressOf(agency, null)} next={next && addressOf(agency, writePlace(next))} />
        </>
      ),
    });
  });
}

async function refused(c: Context<AppEnv>, deps: PageDeps, typed: Typed, faults: FieldFaults): Promise<Response> {
  return renderPage(c, deps, {
    title: titleWith(faults, UNREACHED.heading),
    status: 422,
    content: (
      <>
        <ErrorSummary faults={faults} />
        <h1 class="govuk-heading-l">{UNREACHED.heading}</h1>
        <AgencyFilter c={c} deps={deps} typed={typed} faults={faults} />
        <p class="govuk-body">{UNREACHED.bad}</p>
      </>
    ),
  });
}

function addressOf(agency: string | undefined, cursor: string | null): string {
  const parameters = new URLSearchParams({ ...(agency === undefined ? {} : { agency }), ...(cursor === null ? {} : { cursor }) });
  return parameters.size === 0 ? ADDRESS : `${ADDRESS}?${parameters.toString()}`;
}

type FilterProps = { readonly c: Context<AppEnv>; readonly deps: PageDeps; readonly typed: Typed; readonly faults: FieldFaults };

function AgencyFilter({ c, deps, typed, faults }: FilterProps) {
  const agencies = agencyOptions(c.get('session'), deps);
  if (agencies.length < 2 && Object.keys(faults).length === 0) return null;
  return (
    <form class="console-inline-form" method="get" action={ADDRESS} novalidate>
      <Select
        name="agency"
        label={UNREACHED.agency}
        typed={typed}
        faults={faults}
        options={[{ value: '', text: UNREACHED.any }, ...agencies]}
      />
      <SubmitButton text={UNREACHED.filter} />
    </form>
  );
}

function Nobody() {
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">{UNREACHED.empty}</p>
      <p class="govuk-body">{UNREACHED.emptyHelp}</p>
    </div>
  );
}

function Everybody({ total, items, role }: { readonly total: string; readonly items: readonly Unreached[]; readonly role: Role }) {
  return (
    <>
      <p class="govuk-body">
        <strong>{total}.</strong> {UNREACHED.meaning}
      </p>
      <Table
        caption={UNREACHED.caption}
        isCaptionHidden
        isCards
        columns={role === 'auditor' ? FACTS : [...FACTS, actions(role)]}
        rows={items}
      />
    </>
  );
}

const FACTS: readonly Column<Unreached>[] = [
  {
    head: UNREACHED.code,
    cell: ({ notice: { receiptCode } }) => (
      <a class="govuk-link govuk-link--no-visited-state console-code" href={dossierAddress(receiptCode)}>
        {receiptCode}
      </a>
    ),
  },
  { head: UNREACHED.what, label: UNREACHED.what, cell: ({ notice }) => `${KIND_WORDS[notice.kind]} (${whichOf(notice)})` },
  { head: UNREACHED.since, label: UNREACHED.since, cell: ({ notice }) => printMinute(notice.decidedAt) },
  { head: UNREACHED.why, label: UNREACHED.why, cell: ({ notice: { status, reason } }) => <StatusReason status={status} reason={reason} /> },
  {
    head: UNREACHED.phone,
    label: UNREACHED.phone,
    cell: ({ phone }) => (phone === null ? UNREACHED.noPhone : <span class="console-whole">{maskPhone(phone)}</span>),
  },
];

function whichOf({ dueDate, round }: Unreached['notice']): string {
  return dueDate === null ? UNREACHED.round(round ?? 1) : UNREACHED.dueDate(printDate(dueDate));
}

/** What this role may do: a clerk corrects and ticks off, an operator sends again. */
function actions(role: Role): Column<Unreached> {
  return {
    head: UNREACHED.actions,
    label: UNREACHED.actions,
    cell: ({ notice: { key, receiptCode }, mayResend }) => {
      const of = <span class="govuk-visually-hidden">{UNREACHED.ofDossier(receiptCode)}</span>;
      const address = dossierAddress(receiptCode);
      const parameters = (name: string) => new URLSearchParams({ [name]: key }).toString();
      return (
        <div class="console-row-actions">
          {role === 'clerk' && (
            <>
              <a class="govuk-link govuk-link--no-visited-state" href={`${address}/so-dien-thoai`}>
                {UNREACHED.correctNumber}
                {of}
              </a>
              <a class="govuk-link govuk-link--no-visited-state" href={`${address}/da-bao?${parameters('notice')}`}>
                {UNREACHED.informed}
                {of}
              </a>
            </>
          )}
          {role === 'operator' && mayResend && (
            <a class="govuk-link govuk-link--no-visited-state" href={`/tin-nhan/gui-lai?${parameters('key')}`}>
              {UNREACHED.resend}
              {of}
            </a>
          )}
        </div>
      );
    },
  };
}
