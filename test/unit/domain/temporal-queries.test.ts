import { expect, test } from 'vitest';
import { temporalListPath, temporalQueries, temporalQueryFor } from '../../../src/domain/temporal-queries.ts';
import { WORKFLOW_TYPE } from '../../../src/workflows/contract.ts';
import { day } from '../../support/dossiers.ts';
import { readProjectFile } from '../../support/project-files.ts';

const OPEN = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus = 'Running'`;

test('requirements §8.3 the questions of every day, by the days of Viet Nam', () => {
  expect(temporalQueries(day('2026-11-26')).map(({ name, query }) => [name, query])).toEqual([
    ['Đang mở', OPEN],
    ['Tin nhắn cần xử lý', `${OPEN} AND DossierProblem IS NOT NULL`],
    ['Quá hạn, chưa có kết quả', `${OPEN} AND DossierDueDate < '2026-11-25T05:00:00.000Z' AND DossierStep != 'Trả kết quả'`],
    [
      'Hẹn trả hôm nay, chưa có kết quả',
      `${OPEN} AND DossierDueDate BETWEEN '2026-11-25T05:00:00.000Z' AND '2026-11-26T05:00:00.000Z' AND DossierStep != 'Trả kết quả'`,
    ],
    [
      'Hẹn trả ngày mai, chưa có kết quả',
      `${OPEN} AND DossierDueDate BETWEEN '2026-11-26T05:00:00.000Z' AND '2026-11-27T05:00:00.000Z' AND DossierStep != 'Trả kết quả'`,
    ],
    ['Chờ bổ sung', `${OPEN} AND DossierState = 'Chờ bổ sung' AND DossierStep = 'Bộ phận Một cửa'`],
    ['Chờ trả kết quả', `${OPEN} AND DossierStep = 'Trả kết quả'`],
    ['Không có ngày hẹn', `${OPEN} AND DossierDueDate IS NULL`],
  ]);
});

test.each([
  ['agency', 'so-tai-chinh', 'Đơn vị so-tai-chinh', "DossierAgency = 'so-tai-chinh'"],
  ['step', 'Thẩm định', 'Bước Thẩm định', "DossierStep = 'Thẩm định'"],
  ['procedure', 'QLG-01', 'Thủ tục QLG-01', "DossierProcedure = 'QLG-01'"],
  ['step', "D' OR '1", "Bước D' OR '1", "DossierStep = 'D'' OR ''1'"],
] as const)('the open dossiers of one %s: %s', (what, value, name, condition) => {
  expect(temporalQueryFor(what, value)).toEqual({ name, query: `${OPEN} AND ${condition}` });
});

test.each(['Ký "nháy"', 'a\\b', 'Xong?', "'đầu", "cuối'"])('Temporal cannot be asked for the step %s', (step) => {
  expect(temporalQueryFor('step', step)).toBeNull();
});

test('a question is an address of the Temporal UI', () => {
  const path = temporalListPath({ name: 'Bước', query: `${OPEN} AND DossierStep = 'Ký & đóng dấu'` });
  expect(path.slice(0, 17)).toBe('/workflows?query=');
  expect(new URL(path, 'http://127.0.0.1').searchParams.get('query')).toBe(`${OPEN} AND DossierStep = 'Ký & đóng dấu'`);
});

test('console §7 lists each, as it was asked on 26/11/2026', () => {
  const page = readProjectFile('docs/console.md');
  const examples = (
    [
      ['agency', 'default'],
      ['step', 'Thẩm định'],
      ['procedure', 'QLG-01'],
    ] as const
  ).map(([what, value]) => temporalQueryFor(what, value));
  for (const asked of [...temporalQueries(day('2026-11-26')), ...examples])
    expect(page).toContain(`| ${asked?.name} | \`${asked?.query}\` |`);
});
