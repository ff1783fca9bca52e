import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NOTICE_KINDS } from '../../src/domain/notice-key.ts';
import { segmentsOf, withoutDiacritics } from '../../src/domain/sms-text.ts';
import { noticeText } from '../../src/domain/texts.ts';
import { WORKFLOW_TYPE } from '../../src/workflows/contract.ts';
import { day } from '../support/dossiers.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** What no test here can show, and why. */
const UNTESTED: Readonly<Record<string, string>> = {
  '3.6': 'it says what we do not do: compute a due date',
  '7.7': 'a figure, to be measured and not tested (quality.md)',
};

test('every rule of requirements §3 to §7 is named by a test', () => {
  const rules = sections(read('../../../shared/requirements.md'));
  const tests = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );
  const named = new Set(tests.flatMap((name) => [...read(`../${name}`).matchAll(/§(\d\.\d)/g)].map((found) => found[1])));
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((rule) => !named.has(rule) && !(rule in UNTESTED))).toEqual([]);
});

test('every workflow type of the contract is registered, and no other', () => {
  const exported = [...read('../../src/workflows/index.ts').matchAll(/export \{ (\w+) \}/g)].map((found) => found[1]);
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

/** `3.1` … `7.8`, from the numbered lines below each heading. */
function sections(requirements: string): string[] {
  let heading = '';
  return requirements.split('\n').flatMap((line) => {
    heading = /^## (\d+)\./.exec(line)?.[1] ?? heading;
    const number = /^(\d+)\. /.exec(line)?.[1];
    return number && Number(heading) >= 3 && Number(heading) <= 7 ? [`${heading}.${number}`] : [];
  });
}
