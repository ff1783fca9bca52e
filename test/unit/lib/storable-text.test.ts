import { describe, expect, test } from 'vitest';
import { storableId, storableText } from '../../../src/lib/storable-text.ts';

describe('storableText', () => {
  test.each([
    ['plain text', 'Sở Tài chính', 20, 'Sở Tài chính'],
    ['NUL', 'a\0b\0', 20, 'ab'],
    ['UTF-16 read as UTF-8', 'm\0-\x001\0', 20, 'm-1'],
    ['the first half of a pair', 'a\ud83d', 20, 'a'],
    ['the second half of a pair', '\ude00a', 20, 'a'],
    ['a whole pair', 'a😀b', 20, 'a😀b'],
    ['halves in the wrong order', '\ude00\ud83d', 20, ''],
    ['too many letters', 'abcdef', 3, 'abc'],
    ['a bound in the middle of a pair', 'ab😀cd', 3, 'ab😀'],
    ['as many pairs as fit', '😀😀😀', 3, '😀😀😀'],
    ['other control characters, which PostgreSQL keeps', 'a\r\n\u009fb', 20, 'a\r\n\u009fb'],
  ])('%s', (_what, text, max, kept) => expect(storableText(text, max)).toBe(kept));
});

describe('storableId', () => {
  const long = 'x'.repeat(6000);

  test.each([['m-1'], ['x'.repeat(200)], ['😀'.repeat(200)]])('an id of up to 200 characters stays as it is', (id) => {
    expect(storableId(id)).toBe(id);
  });

  test('a longer one has 200 characters, is always the same, and differs from one that begins in the same way', () => {
    expect(storableId(`${long}1`)).toHaveLength(200);
    expect(storableId(`${long}1`)).toBe(storableId(`${long}\0\u0031`));
    expect(storableId(`${long}1`)).not.toBe(storableId(`${long}2`));
  });
});
