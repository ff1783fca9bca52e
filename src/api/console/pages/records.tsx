import type { Context } from 'hono';
import { RECORD_GROUPS, type RecordGroup } from '../../../domain/record-groups.ts';
import type { JournalCheck } from '../../../services/check-journal.ts';
import type { ListedRecord } from '../../../services/list-records.ts';
import type { Page } from '../../../services/page.ts';
import type { AppEnv } from '../../app-env.ts';
import { callerAddress } from '../../caller-address.ts';
import { PAGE_SIZE } from '../../fields.ts';
import { readPlace, writePlace } from '../../page-cursor.ts';
import { LIVE_PACE, liveAnswer } from '../live-answer.ts';
import { printSecond } from '../moments.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Select, TextField, titleWith, type Typed } from '../parts/fields.tsx';
import { Filter } from '../parts/filter.tsx';
import { journalAnswer, JournalCheckPart } from '../parts/journal-check.tsx';
import { Pagination } from '../parts/pagination.tsx';
import { Table, type Column } from '../parts/table.tsx';
import { cursorOrBad } from '../read-cursor.ts';
import { recordDetails } from '../record-words.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { RECORD_GROUP_WORDS, RECORD_KIND_WORDS, RECORD_LABELS, RECORDS } from '../texts/records.ts';

const PATH = '/nhat-ky';
const START_PATH = `${PATH}/kiem-tra`;
/** The verification alone, for a browser that shows the page already; and what says when there is other content. */
const CONTENT_PATH = `${PATH}/noi-dung`;
const LIVE_PATH = `${PATH}/dong`;

/** While a verification runs, seconds. */
const RELOAD_S = 3;
const PACE = { ...LIVE_PACE, askEvery: 1000 };

const GROUP_NAMES = ['sign_ins', 'accounts', 'settings', 'shares', 'journal'] as const satisfies readonly RecordGroup[];

/** The verification of the journal, and the record of sign-ins, accounts, settings and shares (console §5, requirements §8.1, §8.7). */
export function recordsPage(pages: Pages, deps: PageDeps): void {
  const { services, stopping } = deps;
  const guard = deps.signedIn(['auditor'], 'none');
  const guardOfScript = deps.signedIn(['auditor'], 'none', 'byItself');

  pages.get(PATH, guard, async (c) => {
    const typed = c.req.query();
    const after = cursorOrBad(() => readPlace(typed['cursor']));
    const isBad = after === 'bad';
    const place = isBad ? null : after;
    const group = GROUP_NAMES.find((name) => name === typed['group']); // who asks for no group that there is gets all of them
    const person = typed['person']?.trim() || undefined;
    const [check, page] = await Promise.all([
      services.findJournalCheck(),
      services.listRecords({ kinds: group && RECORD_GROUPS[group], person }, { limit: PAGE_SIZE, after: place }),
    ]);
    return renderPage(c, deps, {
      title: titleWith(isBad ? { cursor: RECORDS.badCursor } : {}, titleOf(check)),
      status: isBad ? 422 : 200,
      ...(check?.state === 'running' ? { reloadsAfter: RELOAD_S } : {}),
      content: (
        <>
          <h1 class="govuk-heading-l">{RECORDS.name}</h1>
          <h2 class="govuk-heading-m">{RECORDS.verification}</h2>
          <p class="govuk-body">{RECORDS.about}</p>
          <Live check={check} formToken={formTokenFor(c, deps)} />
          <h2 class="govuk-heading-m">{RECORDS.list}</h2>
          <Filter label={RECORDS.filter} action={PATH} isFiltered={isFiltered(typed)}>
            <Select name="group" label={RECORD_LABELS.group} typed={typed} faults={{}} options={GROUP_OPTIONS} />
            <TextField name="person" label={RECORD_LABELS.person} typed={typed} faults={{}} width={20} />
          </Filter>
          {isBad && (
            <p class="govuk-error-message" role="alert">
              {RECORDS.badCursor}
            </p>
          )}
          <Found page={page} typed={typed} isFirst={place === null} deps={deps} />
        </>
      ),
    });
  });

  pages.get(CONTENT_PATH, guardOfScript, async (c) =>
    c.html(<Live check={await services.findJournalCheck()} formToken={formTokenFor(c, deps)} />),
  );
  pages.get(LIVE_PATH, guardOfScript, (c) => liveAnswer(c, async () => versionOf(await services.findJournalCheck()), stopping, PACE));
  pages.post(START_PATH, guard, (c) => startCheck(c, deps));
}

async function startCheck(c: Context<AppEnv>, { services, isTrustedProxy }: PageDeps): Promise<Response> {
  const session = c.get('session');
  const isStarted = await services.startJournalCheck({ name: session.name, address: callerAddress(c, isTrustedProxy) });
  await services.setBanner(session, isStarted ? RECORDS.started : RECORDS.alreadyRunning);
  return c.redirect(PATH, 303);
}

function titleOf(check: JournalCheck | null): string {
  return `${journalAnswer(check)} · ${RECORDS.name}`;
}

function versionOf(check: JournalCheck | null): string {
  return check === null ? '' : `${check.id} ${check.state} ${check.checked}`;
}

/** The browser takes over how far the verification is. Nobody listens while none runs. */
function Live({ check, formToken }: { readonly check: JournalCheck | null; readonly formToken: string }) {
  const isRunning = check?.state === 'running';
  return (
    <div data-live={isRunning ? LIVE_PATH : ''} data-content={CONTENT_PATH} data-version={versionOf(check)} data-title={titleOf(check)}>
      <div id="journal-check" data-part>
        <JournalCheckPart check={check} formToken={formToken} action={START_PATH} />
      </div>
    </div>
  );
}

const GROUP_OPTIONS = [
  { value: '', text: RECORDS.anyGroup },
  ...GROUP_NAMES.map((group) => ({ value: group, text: RECORD_GROUP_WORDS[group] })),
];

type FoundProps = {
  readonly page: Page<ListedRecord>;
  readonly typed: Typed;
  readonly isFirst: boolean;
  readonly deps: PageDeps;
};

function Found({ page: { items, next }, typed, isFirst, deps }: FoundProps) {
  if (items.length === 0) return <p class="govuk-body">{isFiltered(typed) ? RECORDS.emptyFiltered : RECORDS.empty}</p>;
  const cursor = writePlace(next);
  return (
    <>
      <Table caption={RECORDS.caption} isCaptionHidden isCards columns={columnsFor(deps)} rows={items} />
      <Pagination first={isFirst ? null : addressOf(typed)} next={cursor === null ? null : addressOf(typed, cursor)} />
    </>
  );
}

function isFiltered({ group = '', person = '' }: Typed): boolean {
  return `${group}${person}`.trim() !== '';
}

function addressOf({ group = '', person = '' }: Typed, cursor = ''): string {
  const given = Object.entries({ group, person, cursor }).filter(([, value]) => value !== '');
  return given.length === 0 ? PATH : `${PATH}?${new URLSearchParams(given).toString()}`;
}

function columnsFor(deps: PageDeps): readonly Column<ListedRecord>[] {
  const { columns } = RECORDS;
  return [
    { head: columns.at, cell: ({ at }) => printSecond(at) },
    {
      head: columns.what,
      label: columns.what,
      cell: (record) => (
        <>
          {RECORD_KIND_WORDS[record.kind]}
          {recordDetails(record, deps).map((line) => (
            <small class="console-line">{line}</small>
          ))}
        </>
      ),
    },
    {
      head: columns.actor,
      label: columns.actor,
      cell: ({ actor, kind }) => actor ?? (kind === 'settings_changed' ? RECORDS.system : RECORDS.nobody),
    },
    { head: columns.subject, label: columns.subject, cell: ({ subject }) => subject ?? RECORDS.none },
    { head: columns.address, label: columns.address, cell: ({ address }) => address ?? RECORDS.none },
  ];
}
