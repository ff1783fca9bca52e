import { describe, expect, test } from 'vitest';
import { NOTICE_KINDS } from '../../src/domain/notice-key.ts';
import { segmentsOf, withoutDiacritics } from '../../src/domain/sms-text.ts';
import { noticeText } from '../../src/domain/texts.ts';
import { WORKFLOW_TYPE } from '../../src/workflows/contract.ts';
import { citationsIn, sectionsOf } from '../support/citations.ts';
import { day } from '../support/dossiers.ts';
import { PROJECT_FILES, readProjectFile } from '../support/project-files.ts';
import { titlesOfRunningTests } from '../support/test-titles.ts';
import config from '../../vitest.config.ts';

const TESTS = PROJECT_FILES.filter((path) => path.endsWith('.test.ts'));

/** What no test here can show, and why. */
const UNTESTED: Readonly<Record<string, string>> = {
  '3.6': 'it says what we do not do: compute a due date',
  '7.7': 'a figure, to be measured and not tested (quality.md)',
};

/** Sections 1 and 10 are no rules: the words, and the scenarios that test/acceptance and test/e2e play. */
const CHAPTERS = ['2', '3', '4', '5', '6', '7', '8', '9', '11'];

/** Tests about the project itself, like this one, prove no rule. */
const META = /^test\/unit\/[^/]+$/;

/** An entry of the roadmap for a rule that is not built, not even in part. */
const NOT_BUILT = /^- `requirements §([\d.]+)`:/gm;

describe('the rules of the requirements', () => {
  const sections = sectionsOf(readProjectFile('docs/requirements.md'));
  const rules = rulesOf(sections);
  const notBuilt = [...readProjectFile('docs/roadmap.md').matchAll(NOT_BUILT)].map(([, rule = '']) => rule);
  const named = new Set(
    TESTS.filter((path) => !META.test(path))
      .flatMap((path) => titlesOfRunningTests(readProjectFile(path)))
      .flatMap(citationsIn)
      .filter(({ page }) => page === 'requirements')
      .map(({ section }) => section),
  );

  test('each is named by the title of a test that runs, or the roadmap says that it is not built', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter((rule) => !named.has(rule) && !notBuilt.includes(rule) && !(rule in UNTESTED))).toEqual([]);
  });

  test('the roadmap lists none that a test names, and none that does not exist', () => {
    expect(notBuilt.filter((rule) => named.has(rule) || !sections.includes(rule))).toEqual([]);
    expect(Object.keys(UNTESTED).filter((rule) => named.has(rule) || !rules.includes(rule))).toEqual([]);
  });
});

test('a test that is skipped names no rule', () => {
  const source = `
    describe.skip('skipped', () => test('never runs', run));
    test.todo('not written');
    describe('a group', () => {
      test.each([['the row', 1]])('%s', run);
      test.concurrent.skip('not now', run);
    });`;
  expect(titlesOfRunningTests(source)).toEqual(['a group %s the row']);
});

test('every test file lies in a folder that npm test runs', () => {
  const projects = (config.test?.projects ?? []).map((project) => (typeof project === 'object' && 'test' in project ? project.test : null));
  const folders = projects.flatMap((project) => project?.include ?? []).map((include) => include.slice(0, include.indexOf('*')));
  expect(TESTS.filter((path) => !folders.some((folder) => path.startsWith(folder)))).toEqual([]);
});

test('every workflow type of the contract is registered, and no other', () => {
  const exported = [...readProjectFile('src/workflows/index.ts').matchAll(/export \{ (\w+) \}/g)].map((found) => found[1]);
  expect(exported).toEqual([WORKFLOW_TYPE]);
});

test('every notice fits its segments with the longest code and agency name that there may be', () => {
  const agency = 'Sở Nông nghiệp và Phát triển nông thôn';
  const notices = NOTICE_KINDS.map((kind) => (kind === 'apology' ? { kind, dueDate: day('2026-12-31') } : { kind, round: 1 }));
  const segments = notices
    .map((notice) => noticeText(notice, '000.00.01.H32-261123-0001-0001', agency))
    .map((text) => [segmentsOf(text), segmentsOf(withoutDiacritics(text))]);
  expect(segments.map(([unicode, ascii]) => [unicode?.segments, ascii?.segments, ascii?.encoding])).toEqual([
    [3, 2, 'gsm7'],
    [3, 2, 'gsm7'],
    [5, 2, 'gsm7'],
  ]);
});

/** The items of each chapter, or the chapter itself when it has none. */
function rulesOf(sections: string[]): string[] {
  return CHAPTERS.flatMap((chapter) => {
    const items = sections.filter((section) => section.startsWith(`${chapter}.`));
    return items.length > 0 ? items : [chapter];
  });
}
