import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DRIVER_NAMES, findDriver } from '../../src/sms/drivers.ts';

const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'gateways.md'), 'utf8');
const [, section = ''] = page.split('## 5. What each gateway can do, and how it was tested');
const rows = section.split('\n').filter((line) => line.startsWith('| `'));

it('gateways §5 has a row for each driver', () => {
  expect(rows.map((row) => row.split('`')[1] ?? '').toSorted()).toEqual([...DRIVER_NAMES].toSorted());
});

it.each(
  rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -2),
  ),
)('gateways §5 says what %s can do', (...cells) => {
  const [name = ''] = cells;
  const { inquiriesOnly, deduplicates, longestReference, receipts, replies, chargeMarks, rateCounts } = findDriver(
    name.replaceAll('`', ''),
  ).capabilities;
  const yes = (can: boolean) => (can ? 'yes' : 'no');
  const reference = longestReference === Number.MAX_SAFE_INTEGER ? 'any' : String(longestReference ?? '–');
  const ways = { in_answer: 'in the answer', by_call: 'by a call' };
  const said = replies === null ? '–' : ways[replies];
  expect(cells).toEqual([
    name,
    yes(inquiriesOnly !== true),
    yes(deduplicates),
    reference,
    yes(receipts),
    said,
    yes(chargeMarks),
    rateCounts,
  ]);
});
