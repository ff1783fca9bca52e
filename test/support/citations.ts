import { readdirSync } from 'node:fs';

/** A section that a text cites: `requirements §5.3` has the page `requirements` and the section `5.3`. */
export interface Citation {
  /** `''` when the text does not name the page. */
  page: string;
  section: string;
}

const PAGES = readdirSync(new URL('../../docs/', import.meta.url)).flatMap((name) => /^(.*)\.md$/.exec(name)?.[1] ?? []);
/** The page before `§`, the section, and where a range ends. */
const CITATION = new RegExp(`(?:\\b(${PAGES.join('|')})(?:\\.md)? )?§(\\d+(?:\\.\\d+)*)(?:–§?(\\d+(?:\\.\\d+)*))?`, 'gi');
const MARKDOWN_LINK = /\[|\]\([^)]*\)/g;
/** What stands between two sections of the same page: `requirements §4.1, §5.3 and §7.6`. */
const LIST = /^(,|,? (and|or|to)) $/;

/**
 * Each section that a text cites. The word before `§` is the page. A list names its page once: a section after a comma, `and`, `or` or `to`
 * belongs to the same page. A range stands for its two ends. A `§` without a digit cites nothing, and neither does one of an RFC.
 */
export function citationsIn(text: string): Citation[] {
  const line = text.replaceAll(/\s*\n\s*(\*|\/\/|--|#)?\s*/g, ' ').replaceAll(MARKDOWN_LINK, '');
  let last = { page: '', end: 0 };
  return [...line.matchAll(CITATION)].flatMap((match) => {
    const [whole, named, from = '', to] = match;
    const isNextOfList = LIST.test(line.slice(last.end, match.index));
    const page = named?.toLowerCase() ?? (isNextOfList ? last.page : '');
    last = { page, end: match.index + whole.length };
    if (/\bRFC \d+ $/.test(line.slice(0, match.index))) return [];
    return [{ page, section: from }, ...(to === undefined ? [] : [{ page, section: to }])];
  });
}

/** The sections of a page: the numbers of its headings, and those of the lists below them (`5`, `5.1`, `5.2` …). */
export function sectionsOf(page: string): string[] {
  let heading: string | undefined;
  return page.split('\n').flatMap((line) => {
    if (line.startsWith('#')) {
      heading = /^#{2,4} (\d+)\. /.exec(line)?.[1];
      return heading === undefined ? [] : [heading];
    }
    const item = /^(\d+)\. /.exec(line)?.[1];
    return heading === undefined || item === undefined ? [] : [`${heading}.${item}`];
  });
}
