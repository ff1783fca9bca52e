import { dateOf } from '../../../domain/calendar.ts';
import { ROLES } from '../../../domain/roles.ts';
import { statisticsFile, type FileForm } from '../../statistics-file.ts';
import { agencyOptions } from '../agency-options.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { readStatisticsQuery, statisticsParameters } from '../statistics-query.ts';

/** The figures of the page as files, for people who are signed in; programs have those of the API. */
export function statisticsFiles(pages: Pages, deps: PageDeps): void {
  fileOf('csv', pages, deps);
  fileOf('xlsx', pages, deps);
}

function fileOf(form: FileForm, pages: Pages, deps: PageDeps): void {
  pages.get(`/thong-ke.${form}`, deps.signedIn(ROLES, 'own'), async (c) => {
    const session = c.get('session');
    const read = readStatisticsQuery(c.req.query(), agencyOptions(session, deps), dateOf(deps.now()));
    // The page says what is wrong, beside the field.
    if (read.kind === 'refused') return c.redirect(`/thong-ke?${statisticsParameters(read.typed)}`, 303);
    const counted = await deps.services.countStatistics(session, read.query);
    if (counted.kind !== 'counted') throw new Error(`expected the figures of a period that was checked, came ${counted.refusal.kind}`);
    const { body, headers } = statisticsFile(counted, read.query.by, form);
    return c.body(body, 200, headers);
  });
}
