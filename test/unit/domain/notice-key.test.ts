import { describe, expect, test } from 'vitest';
import { noticeKey, readNoticeKey, readReference, writeReference, type Notice } from '../../../src/domain/notice-key.ts';
import { code, day } from '../../support/dossiers.ts';

describe('requirements §5.5 keys', () => {
  test.each<[string, Notice]>([
    ['0101701234/result/1', { kind: 'result', round: 1 }],
    ['A/B-C.1/supplement/12', { kind: 'supplement', round: 12 }],
    ['0101701234/apology/2026-11-25', { kind: 'apology', dueDate: day('2026-11-25') }],
  ])('%s reads back', (key, notice) => {
    const read = readNoticeKey(key);
    expect(read?.notice).toEqual(notice);
    expect(read && noticeKey(code(read.code), read.notice)).toBe(key);
  });
  test.each([
    '',
    '0101701234',
    '0101701234/result/0',
    '0101701234/apology/2026-02-30',
    '0101701234/x/1',
    '/result/1',
    '0101701234/result/1/',
  ])('%j is no key', (key) => expect(readNoticeKey(key)).toBeNull());
});

describe('requirements §5.6 references', () => {
  const KEY = '0101701234/result/1';
  test.each([
    [0, KEY],
    [1, `${KEY}~1`],
    [12, `${KEY}~12`],
    [9999, `${KEY}~9999`],
  ])('hand-over %i is written and reads back', (nth, reference) => {
    expect(writeReference(KEY, nth)).toBe(reference);
    expect(readReference(reference)).toEqual({ key: KEY, nth });
  });
  test.each(['~', '~0', '~01', '~10000', '~1.5', '~-1', '~1e3', '~ 1', '~1~2'])('an ending of %j is none of ours', (ending) => {
    expect(readReference(KEY + ending)).toEqual({ key: KEY + ending, nth: 0 });
  });
});
