import { describe, expect, test } from 'vitest';
import { citationsIn, sectionsOf } from '../support/citations.ts';
import { PROJECT_FILES, readProjectFile } from '../support/project-files.ts';

/** A text that is a section and nothing else is data: the rule that an explanation names, always of `requirements`. */
const RULE_AS_DATA = /(['"`])§(?=[\d.]+\1)/g;

describe('a section sign in code, tests, infra and docs', () => {
  test.each([
    ['requirements §5.3', ['requirements 5.3']],
    ['[requirements §7](requirements.md#7-inquiries) and [§11](requirements.md#11-gateways)', ['requirements 7', 'requirements 11']],
    ['[docs/contract.md](docs/contract.md) §1–§3', ['contract 1', 'contract 3']],
    [
      'Requirements §4.1, §5.3 and §7.6; architecture §2.2',
      ['requirements 4.1', 'requirements 5.3', 'requirements 7.6', 'architecture 2.2'],
    ],
    ['requirements §5.1–5.3', ['requirements 5.1', 'requirements 5.3']],
    ['a comment that goes on (requirements\n * §9)', ['requirements 9']],
    ['the law (§5.3)', [' 5.3']],
    ['RFC 5280 §4.1, and the letter §', []],
  ])('%j cites %j', (text, cited) => {
    expect(citationsIn(text).map(({ page, section }) => `${page} ${section}`)).toEqual(cited);
  });

  test('names its page, and the page has that section', () => {
    const pages = new Map(
      PROJECT_FILES.filter((path) => path.startsWith('docs/')).map((path) => [pageOf(path), new Set(sectionsOf(readProjectFile(path)))]),
    );
    const wrong = PROJECT_FILES.filter((path) => path !== 'test/unit/sections.test.ts').flatMap((path) =>
      citationsIn(readProjectFile(path).replaceAll(RULE_AS_DATA, '$1requirements §'))
        .map(({ page, section }) => ({ page: page === '' ? pageOf(path) : page, section }))
        .filter(({ page, section }) => !pages.get(page)?.has(section))
        .map(({ page, section }) => `${path}: ${page} §${section}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Inside `docs/requirements.md` a section without a page is one of that page; elsewhere it belongs to no page. */
function pageOf(path: string): string {
  return /^docs\/(.*)\.md$/.exec(path)?.[1] ?? '';
}
