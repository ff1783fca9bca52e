import { describe, expect, test } from 'vitest';
import { NO_APOLOGY_REASONS } from '../../../src/domain/apology.ts';
import { NOT_SENT_REASONS } from '../../../src/domain/due-notices.ts';
import { noticeName, reasonInWords, STATUS_NAMES } from '../../../src/domain/notice-words.ts';
import { day } from '../../support/dossiers.ts';
import { readProjectFile } from '../../support/project-files.ts';

test.each([
  [{ kind: 'result', round: 1 }, 'M1 báo kết quả lần 1'],
  [{ kind: 'supplement', round: 12 }, 'M2 yêu cầu bổ sung lần 12'],
  [{ kind: 'apology', dueDate: day('2026-11-27') }, 'M3 xin lỗi cho ngày hẹn 27/11/2026'],
] as const)('staff call a notice by its text and its turn: %o', (notice, name) => expect(noticeName(notice)).toBe(name));

test('the statuses are called as console §6 fixes them', () => {
  const line = /^The statuses of a notice are: (.*)\.$/m.exec(readProjectFile('docs/console.md'))?.[1] ?? '';
  expect(Object.entries(STATUS_NAMES).map(([status, name]) => `${status} \`${name}\``)).toEqual(line.split(' · '));
});

describe('a reason', () => {
  test.each([...NOT_SENT_REASONS, ...NO_APOLOGY_REASONS])('of ours is said in words: %s', (reason) => {
    expect(reasonInWords(reason)).not.toBe(reason);
    expect(reasonInWords(reason)).not.toMatch(/_/);
  });

  test.each(['unavailable', 'constructor', ''])('of a gateway stays as it is: %j', (reason) => expect(reasonInWords(reason)).toBe(reason));
});
