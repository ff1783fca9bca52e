import type { Context } from 'hono';
import { dateOf, endOf, instantOf, printDate, type LocalDate } from '../../../domain/calendar.ts';
import type { MaskedInquiry } from '../../../services/masked-inquiry.ts';
import type { Page } from '../../../services/page.ts';
import type { AppEnv } from '../../app-env.ts';
import { localDate, PAGE_SIZE } from '../../fields.ts';
import { readPlace, writePlace } from '../../page-cursor.ts';
import { helpOf } from '../help-address.ts';
import { printMinute, printSecond } from '../moments.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, TextField, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { Filter } from '../parts/filter.tsx';
import { Pagination } from '../parts/pagination.tsx';
import { Table, type Column } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { printNumber } from '../print-number.ts';
import { cursorOrBad } from '../read-cursor.ts';
import { readFields } from '../read-form.ts';
import { renderPage } from '../render-page.tsx';
import { INQUIRIES, INQUIRY_LABELS, SOURCE_WORDS } from '../texts/inquiries.ts';
import { INQUIRY_OUTCOME_WORDS, REPLY_STATUS_WORDS } from '../texts/words.ts';

const ADDRESS = '/tra-cuu-tin';
const EXAMPLE_CODE = '0101701234';
const LIMITS_HELP = '/giup-do#inquiry';

const FIELDS = { from: localDate.optional(), to: localDate.optional() };

type Days = { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined };
type Counts = Awaited<ReturnType<PageDeps['services']['countInquiries']>>;

/** What citizens asked and were answered, and what that came to (console §5). */
export function inquiriesPage(pages: Pages, deps: PageDeps): void {
  const { services } = deps;
  const example = `${deps.inquirySettings.keyword} ${EXAMPLE_CODE}`;
  pages.get(ADDRESS, deps.signedIn(['operator'], 'own'), async (c) => {
    const session = c.get('session');
    const read = readDays(c.req.query());
    const after = cursorOrBad(() => readPlace(c.req.query('cursor')));
    if (read.kind === 'refused') return refusedPage(c, deps, read.typed, read.faults);
    const isBad = after === 'bad';
    const place = isBad ? null : after;
    const { values, typed } = read;
    const today = dateOf(deps.now());
    const counted = values.from === undefined && values.to === undefined ? { from: today, to: today } : values;
    const [page, counts] = await Promise.all([
      services.listInquiries(session, momentsOf(values), { limit: PAGE_SIZE, after: place }),
      services.countInquiries(session, momentsOf(counted)),
    ]);
    const period = periodText(counted, today);
    return renderPage(c, deps, {
      title: titleWith(isBad ? { cursor: INQUIRIES.badCursor } : {}, INQUIRIES.title(printNumber(counts.all), period)),
      status: isBad ? 422 : 200,
      content: (
        <>
          <h1 class="govuk-heading-l">{INQUIRIES.name}</h1>
          <CountsOf counts={counts} period={period} />
          <Days typed={typed} faults={{}} />
          {isBad && (
            <p class="govuk-error-message" role="alert">
              {INQUIRIES.badCursor}
            </p>
          )}
          <Found page={page} typed={typed} isFirst={place === null} example={example} />
        </>
      ),
    });
  });
}

function readDays(given: Typed) {
  const read = readFields(given, FIELDS, INQUIRY_LABELS);
  if (read.kind === 'refused') return read;
  const { from, to } = read.values;
  if (from === undefined || to === undefined || from <= to) return read;
  return { kind: 'refused' as const, faults: { to: INQUIRIES.badPeriod(printDate(from)) }, typed: read.typed };
}

function momentsOf({ from, to }: Days) {
  return { ...(from === undefined ? {} : { from: instantOf(from, 0) }), ...(to === undefined ? {} : { to: endOf(to) }) };
}

function periodText({ from, to }: Days, today: LocalDate): string {
  if (from === undefined) return INQUIRIES.until(printDate(to ?? today));
  if (to === undefined) return INQUIRIES.since(printDate(from));
  if (from !== to) return INQUIRIES.between(printDate(from), printDate(to));
  return from === today ? INQUIRIES.today : INQUIRIES.onDay(printDate(from));
}

function refusedPage(c: Context<AppEnv>, deps: PageDeps, typed: Typed, faults: FieldFaults): Promise<Response> {
  return renderPage(c, deps, {
    title: titleWith(faults, INQUIRIES.name),
    status: 422,
    content: (
      <>
        <ErrorSummary faults={faults} />
        <h1 class="govuk-heading-l">{INQUIRIES.name}</h1>
        <Days typed={typed} faults={faults} />
      </>
    ),
  });
}

function Days({ typed, faults }: { readonly typed: Typed; readonly faults: FieldFaults }) {
  return (
    <Filter label={INQUIRIES.filter} action={ADDRESS} isFiltered={isFiltered(typed)}>
      <TextField name="from" label={INQUIRY_LABELS.from} type="date" typed={typed} faults={faults} />
      <TextField name="to" label={INQUIRY_LABELS.to} type="date" typed={typed} faults={faults} />
    </Filter>
  );
}

function CountsOf({ counts, period }: { readonly counts: Counts; readonly period: string }) {
  const names = ['all', 'charged', 'limited', 'unanswered'] as const;
  return (
    <section aria-labelledby="counts">
      <h2 class="govuk-heading-m" id="counts">
        {INQUIRIES.counted(period)}
      </h2>
      <ul class="console-figures">
        {names.map((name) => (
          <li>
            <strong>{printNumber(counts[name])}</strong> {INQUIRIES.counts[name]}
          </li>
        ))}
      </ul>
      <p class="govuk-body">
        <a class="govuk-link" href={LIMITS_HELP}>
          {INQUIRIES.limitedHelp}
        </a>
      </p>
    </section>
  );
}

type FoundProps = { readonly page: Page<MaskedInquiry>; readonly typed: Typed; readonly isFirst: boolean; readonly example: string };

function Found({ page: { items, next }, typed, isFirst, example }: FoundProps) {
  if (items.length === 0) return <p class="govuk-body">{isFiltered(typed) ? INQUIRIES.emptyFiltered : INQUIRIES.empty(example)}</p>;
  const cursor = writePlace(next);
  return (
    <>
      <Table caption={INQUIRIES.caption} isCaptionHidden isCards columns={COLUMNS} rows={items} />
      <Pagination first={isFirst ? null : addressOf(typed)} next={cursor === null ? null : addressOf(typed, cursor)} />
    </>
  );
}

function isFiltered({ from = '', to = '' }: Typed): boolean {
  return `${from}${to}`.trim() !== '';
}

function addressOf({ from = '', to = '' }: Typed, cursor?: string): string {
  const given = Object.entries({ from, to, cursor: cursor ?? '' }).filter(([, value]) => value !== '');
  return given.length === 0 ? ADDRESS : `${ADDRESS}?${new URLSearchParams(given).toString()}`;
}

const { columns } = INQUIRIES;
const COLUMNS: readonly Column<MaskedInquiry>[] = [
  { head: columns.when, cell: ({ receivedAt }) => printMinute(receivedAt) },
  { head: columns.from, label: columns.from, cell: ({ from }) => <span class="console-nowrap">{from ?? INQUIRIES.erased}</span> },
  { head: columns.asked, label: columns.asked, cell: ({ text }) => text ?? INQUIRIES.erased },
  { head: columns.answer, label: columns.answer, cell: (inquiry) => <Answer inquiry={inquiry} /> },
  { head: columns.charge, label: columns.charge, cell: ({ charge }) => (charge ? INQUIRIES.charged : INQUIRIES.free) },
  {
    head: columns.source,
    label: columns.source,
    cell: ({ source, gateway }) => (
      <>
        {source !== null && SOURCE_WORDS[source]}
        <small class="console-line">{gateway}</small>
      </>
    ),
  },
];

function Answer({ inquiry: { outcome, reply, answeredAt, replyStatus } }: { readonly inquiry: MaskedInquiry }) {
  if (outcome === null) return <>{INQUIRIES.pending}</>;
  const { text, colour } = INQUIRY_OUTCOME_WORDS[outcome];
  return (
    <>
      <a class="console-tag-link" href={helpOf('inquiry', outcome)}>
        <Tag text={text} colour={colour} />
      </a>
      <span class="console-line">{reply ?? (outcome === 'ignored' ? INQUIRIES.noReply : INQUIRIES.erased)}</span>
      {answeredAt !== null && <small class="console-line">{INQUIRIES.answeredAt(printSecond(answeredAt))}</small>}
      {replyStatus !== null && <small class="console-line">{REPLY_STATUS_WORDS[replyStatus]}</small>}
    </>
  );
}
