import { expect, test } from 'vitest';
import { isMomentFormat, readMoment } from '../../../../src/sms/preset/moment.ts';

test.each([
  ['20261123090000', 'yyyyMMddHHmmss', '2026-11-23T02:00:00.000Z'],
  ['23/11/2026 00:30:05', 'dd/MM/yyyy HH:mm:ss', '2026-11-22T17:30:05.000Z'],
  ['2026-11-23 09:00:00', 'yyyy-MM-dd HH:mm:ss', '2026-11-23T02:00:00.000Z'],
  ['2026-11-23T09:00:00+07:00', 'iso', '2026-11-23T02:00:00.000Z'],
  ['1795485600', 'seconds', '2026-11-24T02:00:00.000Z'],
  ['1795485600123', 'milliseconds', '2026-11-24T02:00:00.123Z'],
  ['20260230090000', 'yyyyMMddHHmmss', null],
  ['20261123250000', 'yyyyMMddHHmmss', null],
  ['20261123090060', 'yyyyMMddHHmmss', null],
  ['202611230900', 'yyyyMMddHHmmss', null],
  ['20261123090000Z', 'yyyyMMddHHmmss', null],
  ['2026/11/23 09:00:00', 'yyyy-MM-dd HH:mm:ss', null],
  ['yyyyMMddHHmmss', 'yyyyMMddHHmmss', null],
  ['$&', 'yyyyMMddHHmmss', null],
  ['-1', 'seconds', null],
  ['999999999999999', 'seconds', null],
  ['', 'iso', null],
])('%s as %s is %s', (said, format, instant) => {
  expect(readMoment(said, format)).toBe(instant);
});

test.each([
  ['iso', true],
  ['seconds', true],
  ['yyyyMMddHHmmss', true],
  ['yyyyMMdd', false],
  ['yyyyMMddHHmmssss', false],
  ['toString', false],
])('%s is a format: %s', (format, isOne) => {
  expect(isMomentFormat(format)).toBe(isOne);
});
