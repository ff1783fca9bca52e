import { dateOf, printDate } from '../../../domain/calendar.ts';
import type { DossierSort } from '../../../domain/dossier-lists.ts';
import type { ReceiptCode } from '../../../domain/receipt-code.ts';
import type { DossierAsOf } from '../../../services/find-dossier.ts';
import type { ListedNotice } from '../../../services/listed-notice.ts';
import { dossierAddress } from '../dossier-address.ts';
import { DOSSIER_LINE } from '../texts/dossier-line.ts';
import { LastNotice } from './last-notice.tsx';
import { RemainingTag } from './remaining-tag.tsx';
import { SortLink } from './sort-link.tsx';
import type { Column } from './table.tsx';
import { Tag } from './tag.tsx';

type Props = {
  readonly lastNotices: ReadonlyMap<ReceiptCode, ListedNotice>;
  /** The parameters of this list, for links to the dossiers. */
  readonly tu?: string;
  /** How the list is sorted, and the address at which it is sorted otherwise; left out where the order is fixed. */
  readonly order?: { readonly sort: DossierSort; readonly addressFor: (sort: DossierSort) => string };
};

/** The columns of a table of dossiers: what a dossier's line shows (console §2). */
export function dossierColumns({ lastNotices, tu, order }: Props): readonly Column<DossierAsOf>[] {
  return [
    {
      ...sortable(DOSSIER_LINE.code, 'code', order),
      cell: ({ dossier: { receiptCode } }) => (
        <a class="govuk-link govuk-link--no-visited-state console-code" href={dossierAddress(receiptCode, tu)}>
          {receiptCode}
        </a>
      ),
    },
    { head: DOSSIER_LINE.procedure, label: DOSSIER_LINE.procedure, cell: ({ dossier }) => dossier.procedure.name },
    {
      head: DOSSIER_LINE.step,
      label: DOSSIER_LINE.step,
      cell: ({ dossier: { step, state } }) => (
        <>
          {step} {state !== null && <Tag text={state} colour="blue" />}
        </>
      ),
    },
    {
      ...sortable(DOSSIER_LINE.dueDate, 'due', order),
      label: DOSSIER_LINE.dueDate,
      cell: ({ dossier: { dueDate } }) => (dueDate === null ? '–' : printDate(dueDate)),
    },
    {
      head: DOSSIER_LINE.remaining,
      label: DOSSIER_LINE.remaining,
      cell: ({ dossier, asOf }) => (
        <span class="console-whole">
          <RemainingTag dossier={dossier} today={dateOf(asOf)} />
        </span>
      ),
    },
    {
      head: DOSSIER_LINE.lastNotice,
      label: DOSSIER_LINE.lastNotice,
      cell: ({ dossier }) => <LastNotice notice={lastNotices.get(dossier.receiptCode)} />,
    },
  ];
}

function sortable(text: string, by: 'code' | 'due', order: Props['order']): Pick<Column<DossierAsOf>, 'head' | 'sorted'> {
  if (order === undefined) return { head: text };
  const sorted = order.sort === by ? 'ascending' : order.sort === `-${by}` ? 'descending' : 'none';
  const href = order.addressFor(sorted === 'ascending' ? `-${by}` : by);
  return { head: <SortLink text={text} href={href} sorted={sorted} />, sorted };
}
