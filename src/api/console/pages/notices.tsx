import { z } from '@hono/zod-openapi';
import { printDate } from '../../../domain/calendar.ts';
import { NOTICE_KINDS } from '../../../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../../../domain/notice-status.ts';
import { ROLES } from '../../../domain/roles.ts';
import type { NoticeInList } from '../../../services/list-notices.ts';
import type { Page } from '../../../services/page.ts';
import { localDate, PAGE_SIZE, searchText } from '../../fields.ts';
import { readPlace, writePlace } from '../../page-cursor.ts';
import { dossierAddress } from '../dossier-address.ts';
import { printMinute } from '../moments.ts';
import { noticeReason } from '../notice-reason.ts';
import { optionsWith } from '../options-with.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, Select, TextField, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { Filter } from '../parts/filter.tsx';
import { GatewayAnswer } from '../parts/gateway-answer.tsx';
import { NoticeStatusTag } from '../parts/notice-status.tsx';
import { Pagination } from '../parts/pagination.tsx';
import { Table, type Column } from '../parts/table.tsx';
import { printNumber } from '../print-number.ts';
import { cursorOrBad } from '../read-cursor.ts';
import { readFields } from '../read-form.ts';
import { renderPage } from '../render-page.tsx';
import { resendAddress } from '../resend-address.ts';
import { NOTICE_LABELS, NOTICES } from '../texts/notices.ts';
import { KIND_WORDS, STATUS_WORDS } from '../texts/words.ts';

const ADDRESS = '/tin-nhan';

const FIELDS = {
  status: z.enum(NOTICE_STATUSES).optional(),
  kind: z.enum(NOTICE_KINDS).optional(),
  day: localDate.optional(),
  gateway: searchText(100).optional(),
};
const NAMES = ['status', 'kind', 'day', 'gateway'] as const;

/** The ledger: what was sent, what was not, and why (console §5). */
export function noticesPage(pages: Pages, deps: PageDeps): void {
  pages.get(ADDRESS, deps.signedIn(ROLES, 'own'), async (c) => {
    const session = c.get('session');
    const read = readFields(c.req.query(), FIELDS, NOTICE_LABELS);
    const after = cursorOrBad(() => readPlace(c.req.query('cursor')));
    const isBad = after === 'bad';
    const place = isBad ? null : after;
    const faults = read.kind === 'refused' ? read.faults : {};
    const page = read.kind === 'refused' ? null : await deps.services.listNotices(session, read.values, { limit: PAGE_SIZE, after: place });
    const gateways = [...deps.receivers.keys()];
    return renderPage(c, deps, {
      title: titleWith(isBad ? { cursor: NOTICES.badCursor } : faults, titleOf(page, place === null)),
      status: page === null || isBad ? 422 : 200,
      content: (
        <>
          <ErrorSummary faults={faults} />
          <h1 class="govuk-heading-l">{NOTICES.name}</h1>
          <NoticeFilter typed={read.typed} faults={faults} gateways={gateways} />
          {isBad && (
            <p class="govuk-error-message" role="alert">
              {NOTICES.badCursor}
            </p>
          )}
          {page && <Found page={page} typed={read.typed} mayResend={session.role === 'operator'} isFirst={place === null} />}
        </>
      ),
    });
  });
}

function titleOf(page: Page<NoticeInList> | null, isFirst: boolean): string {
  if (page === null) return NOTICES.name;
  if (page.items.length === 0) return NOTICES.titleEmpty;
  const count = printNumber(page.items.length);
  return isFirst ? NOTICES.title(count, page.next === null) : NOTICES.titleOlder(count);
}

type FilterProps = { readonly typed: Typed; readonly faults: FieldFaults; readonly gateways: readonly string[] };

function NoticeFilter({ typed, faults, gateways }: FilterProps) {
  const any = { value: '', text: NOTICES.any };
  const shared = { typed, faults };
  const statuses = NOTICE_STATUSES.map((value) => ({ value, text: STATUS_WORDS[value].text }));
  const kinds = NOTICE_KINDS.map((value) => ({ value, text: KIND_WORDS[value] }));
  const names = gateways.map((value) => ({ value, text: value }));
  return (
    <Filter label={NOTICES.filter} action={ADDRESS} isFiltered={isFiltered(typed)}>
      <Select {...shared} name="status" label={NOTICE_LABELS.status} options={optionsWith(typed['status'], [any, ...statuses])} />
      <Select {...shared} name="kind" label={NOTICE_LABELS.kind} options={optionsWith(typed['kind'], [any, ...kinds])} />
      <TextField {...shared} name="day" label={NOTICE_LABELS.day} type="date" />
      <Select {...shared} name="gateway" label={NOTICE_LABELS.gateway} options={optionsWith(typed['gateway'], [any, ...names])} />
    </Filter>
  );
}

type FoundProps = {
  readonly page: Page<NoticeInList>;
  readonly typed: Typed;
  readonly mayResend: boolean;
  readonly isFirst: boolean;
};

function Found({ page: { items, next }, typed, mayResend, isFirst }: FoundProps) {
  if (items.length === 0) return <p class="govuk-body">{isFiltered(typed) ? NOTICES.emptyFiltered : NOTICES.empty}</p>;
  const cursor = writePlace(next);
  return (
    <>
      <Table caption={NOTICES.caption} isCaptionHidden isCards columns={mayResend ? [...COLUMNS, ACTION] : COLUMNS} rows={items} />
      <Pagination first={isFirst ? null : addressOf(typed)} next={cursor === null ? null : addressOf(typed, cursor)} />
    </>
  );
}

function isFiltered(typed: Typed): boolean {
  return NAMES.some((name) => (typed[name] ?? '').trim() !== '');
}

function addressOf(typed: Typed, cursor?: string): string {
  const kept = NAMES.flatMap((name): [string, string][] => (typed[name] ? [[name, typed[name]]] : []));
  const parameters = new URLSearchParams(cursor === undefined ? kept : [...kept, ['cursor', cursor]]).toString();
  return parameters === '' ? ADDRESS : `${ADDRESS}?${parameters}`;
}

function ReasonLine({ reason }: { readonly reason: string | null }) {
  const { words } = noticeReason(reason);
  return words === null ? null : <small class="console-line">{words}</small>;
}

const { columns } = NOTICES;
const COLUMNS: readonly Column<NoticeInList>[] = [
  {
    head: columns.dossier,
    cell: ({ receiptCode }) => (
      <a class="govuk-link" href={dossierAddress(receiptCode)}>
        {receiptCode}
      </a>
    ),
  },
  {
    head: columns.kind,
    label: columns.kind,
    cell: ({ kind, round, dueDate }) => (
      <>
        {KIND_WORDS[kind]} <small>{dueDate === null ? round !== null && NOTICES.round(round) : NOTICES.dueDate(printDate(dueDate))}</small>
      </>
    ),
  },
  {
    head: columns.status,
    label: columns.status,
    cell: ({ status, reason, resent }) => (
      <>
        <NoticeStatusTag status={status} />
        <small class="console-line">{STATUS_WORDS[status].meaning}</small>
        <ReasonLine reason={reason} />
        <GatewayAnswer reason={reason} />
        {resent > 0 && <small class="console-line">{NOTICES.resentAlready(resent)}</small>}
      </>
    ),
  },
  {
    head: columns.when,
    label: columns.when,
    cell: ({ decidedAt, sentAt }) => (
      <>
        {NOTICES.decided(printMinute(decidedAt))}
        {sentAt !== null && <small class="console-line">{NOTICES.sent(printMinute(sentAt))}</small>}
      </>
    ),
  },
  { head: columns.to, label: columns.to, cell: ({ to }) => <span class="console-nowrap">{to ?? NOTICES.noNumber}</span> },
  {
    head: columns.through,
    label: columns.through,
    cell: ({ gateway, segments, cost }) => (
      <>
        {gateway ?? NOTICES.noGateway}
        <small class="console-line">{NOTICES.parts(segments)}</small>
        {cost !== null && <small class="console-line">{NOTICES.cost(printNumber(cost))}</small>}
      </>
    ),
  },
];

const ACTION: Column<NoticeInList> = {
  head: columns.action,
  label: columns.action,
  cell: ({ mayBeResent, key, receiptCode }) =>
    mayBeResent && (
      <a class="govuk-link console-nowrap" href={resendAddress(key)}>
        {NOTICES.resend}
        <span class="govuk-visually-hidden">{NOTICES.resendOf(receiptCode)}</span>
      </a>
    ),
};
