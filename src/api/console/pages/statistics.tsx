import { dateOf, printDate } from '../../../domain/calendar.ts';
import type { Figures } from '../../../domain/figures.ts';
import { ROLES } from '../../../domain/roles.ts';
import { REPORT_PERIODS } from '../../../domain/report-period.ts';
import { STATISTICS_GROUPS, type StatisticsGroup } from '../../../domain/statistics.ts';
import type { Statistics } from '../../../services/count-statistics.ts';
import type { Week } from '../../../services/count-weeks.ts';
import type { Session } from '../../../services/sessions.ts';
import { agencyName } from '../agency-name.ts';
import { agencyOptions } from '../agency-options.ts';
import { DaysChart } from '../charts/days-chart.tsx';
import { LateChart } from '../charts/late-chart.tsx';
import { WeekChart } from '../charts/week-chart.tsx';
import { optionsWith } from '../options-with.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, Select, TextField, titleWith, type FieldFaults, type Option, type Typed } from '../parts/fields.tsx';
import { Filter } from '../parts/filter.tsx';
import { Table } from '../parts/table.tsx';
import { printNumber } from '../print-number.ts';
import { renderPage } from '../render-page.tsx';
import { readStatisticsQuery, statisticsParameters, type StatisticsQuery } from '../statistics-query.ts';
import { FIGURE_TABLES, FIGURE_WORDS, GROUP_HEADS, GROUP_WORDS, PERIOD_WORDS, STATISTICS, STATISTICS_LABELS } from '../texts/statistics.ts';

const ADDRESS = '/thong-ke';

/** The figures of requirements §8.6, as tables, charts and files (console §5). */
export function statisticsPage(pages: Pages, deps: PageDeps): void {
  pages.get(ADDRESS, deps.signedIn(ROLES, 'own'), async (c) => {
    const session = c.get('session');
    const agencies = agencyOptions(session, deps);
    const read = readStatisticsQuery(c.req.query(), agencies, dateOf(deps.now()));
    const counted = read.kind === 'read' ? await countAll(deps, session, read.query) : null;
    const faults = read.kind === 'refused' ? read.faults : {};
    const total = counted?.table.total;
    const title = total ? STATISTICS.title(printNumber(total.received), printNumber(total.resolvedLate + total.openLate)) : STATISTICS.name;
    const procedures = counted?.byProcedure.groups.map(({ key }) => key) ?? [];
    return renderPage(c, deps, {
      title: titleWith(faults, title),
      status: counted ? 200 : 422,
      content: (
        <>
          <ErrorSummary faults={faults} />
          <h1 class="govuk-heading-l">{STATISTICS.name}</h1>
          <Choice typed={read.typed} faults={faults} agencies={agencies} procedures={procedures} />
          {counted && read.kind === 'read' && <Counted counted={counted} query={read.query} typed={read.typed} nameOf={nameIn(deps)} />}
        </>
      ),
    });
  });
}

type CountedAll = { readonly table: Statistics; readonly byProcedure: Statistics; readonly weeks: readonly Week[] };

async function countAll({ services }: PageDeps, session: Session, query: StatisticsQuery): Promise<CountedAll> {
  const count = async (by: StatisticsGroup) => {
    const counted = await services.countStatistics(session, { ...query, by });
    if (counted.kind !== 'counted') throw new Error(`expected the figures of a period that was checked, came ${counted.refusal.kind}`);
    return counted;
  };
  const byProcedure = await count('procedure');
  const table = query.by === 'procedure' ? byProcedure : await count(query.by);
  return { table, byProcedure, weeks: await services.countWeeks(session, query) };
}

type NameOf = (by: StatisticsGroup, key: string) => string;

function nameIn({ findAgency }: PageDeps): NameOf {
  return (by, key) => {
    if (by === 'agency') return agencyName(key, findAgency);
    return by === 'month' ? key.split('-').toReversed().join('/') : key;
  };
}

type ChoiceProps = {
  readonly typed: Typed;
  readonly faults: FieldFaults;
  readonly agencies: readonly Option[];
  readonly procedures: readonly string[];
};

function Choice({ typed, faults, agencies, procedures }: ChoiceProps) {
  const field = (name: keyof typeof STATISTICS_LABELS) => ({ name, label: STATISTICS_LABELS[name], typed, faults });
  const periods = [...REPORT_PERIODS, 'own' as const].map((value) => ({ value, text: PERIOD_WORDS[value] }));
  const groups = STATISTICS_GROUPS.map((value) => ({ value, text: GROUP_WORDS[value] }));
  return (
    <Filter label={STATISTICS.filter} action={ADDRESS} submit={STATISTICS.show} isFiltered={false}>
      <Select {...field('period')} options={optionsWith(typed['period'], periods)} />
      <TextField {...field('from')} type="date" hint={STATISTICS.ownHint} />
      <TextField {...field('to')} type="date" hint={STATISTICS.ownHint} />
      {(agencies.length > 1 || faults['agency']) && (
        <Select {...field('agency')} options={optionsWith(typed['agency'], [{ value: '', text: STATISTICS.allAgencies }, ...agencies])} />
      )}
      <TextField {...field('procedure')} hint={STATISTICS.procedureHint} suggestions={procedures} />
      <Select {...field('by')} options={optionsWith(typed['by'], groups)} />
    </Filter>
  );
}

type CountedProps = { readonly counted: CountedAll; readonly query: StatisticsQuery; readonly typed: Typed; readonly nameOf: NameOf };

function Counted({ counted: { table, byProcedure, weeks }, query, typed, nameOf }: CountedProps) {
  const parameters = statisticsParameters(typed);
  const isEmpty = table.total.received + table.total.carriedOver === 0;
  return (
    <>
      <p class="govuk-body-l">{STATISTICS.days(printDate(query.from), printDate(query.to))}</p>
      <p class="govuk-body">
        {STATISTICS.take}{' '}
        <a class="govuk-link" href={`${ADDRESS}.csv?${parameters}`}>
          CSV
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={`${ADDRESS}.xlsx?${parameters}`}>
          XLSX
        </a>
      </p>
      {isEmpty && <p class="govuk-body">{STATISTICS.empty}</p>}
      {FIGURE_TABLES.map(({ caption, figures }) => (
        <FiguresTable caption={caption} figures={figures} table={table} by={query.by} nameOf={nameOf} />
      ))}
      <Method />
      {!isEmpty && (
        <>
          <WeekChart weeks={weeks} />
          <LateChart procedures={byProcedure.groups} />
          <DaysChart weeks={weeks} />
        </>
      )}
    </>
  );
}

type FiguresTableProps = {
  readonly caption: string;
  readonly figures: readonly (keyof Figures)[];
  readonly table: Statistics;
  readonly by: StatisticsGroup;
  readonly nameOf: NameOf;
};

function FiguresTable({ caption, figures, table, by, nameOf }: FiguresTableProps) {
  const groups = table.groups.map(({ key, counts }) => ({ name: nameOf(by, key), counts }));
  return (
    <Table
      caption={caption}
      rows={[...groups, { name: STATISTICS.total, counts: table.total }]}
      columns={[
        { head: GROUP_HEADS[by], cell: ({ name }) => name },
        ...figures.map((figure) => ({
          head: FIGURE_WORDS[figure].head,
          cell: ({ counts }: { readonly counts: Figures }) => printFigure(counts[figure]),
          isNumber: true,
        })),
      ]}
    />
  );
}

function printFigure(value: number | null): string {
  return value === null ? STATISTICS.noValue : printNumber(value);
}

function Method() {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{STATISTICS.method}</span>
      </summary>
      <div class="govuk-details__text">
        <p class="govuk-body">{STATISTICS.methodIntro}</p>
        <dl class="console-words">
          {Object.values(FIGURE_WORDS).map(({ head, meaning }) => (
            <div>
              <dt>{head}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
