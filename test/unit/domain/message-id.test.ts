import { describe, expect, test } from 'vitest';
import { messageIdKey } from '../../../src/domain/message-id.ts';

describe('requirements §11.3: a message id has one form', () => {
  test.each([
    ['M-17a', 'text', 'm-17a'],
    ['  M-17a\r\n', 'text', 'm-17a'],
    ['00017', 'text', '17'],
    ['17', 'decimal', '17'],
    ['0017', 'decimal', '17'],
    ['0', 'decimal', '0'],
    ['000', 'text', '0'],
    ['', 'text', ''],
    ['1A', 'hexadecimal', '26'],
    ['0x1a', 'hexadecimal', '26'],
    ['0X001A', 'hexadecimal', '26'],
    ['26', 'decimal', '26'],
    ['26', 'hexadecimal', '38'],
    ['FFFFFFFFFFFFFFFFFFFF', 'hexadecimal', '1208925819614629174706175'],
    ['0', 'hexadecimal', '0'],
    ['no-number', 'hexadecimal', 'no-number'],
    ['', 'hexadecimal', ''],
    ['F'.repeat(65), 'hexadecimal', 'f'.repeat(65)],
  ] as const)('%s, read as %s, is %s', (id, base, key) => {
    expect(messageIdKey(id, base)).toBe(key);
    expect(messageIdKey(key, 'text'), 'which stays as it is').toBe(key);
  });
});
