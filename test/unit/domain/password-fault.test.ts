import { expect, test } from 'vitest';
import { passwordFault } from '../../../src/domain/password-fault.ts';

test.each([
  ['con mèo trèo cây cau', null],
  ['k4h7p-9rmtz-2wqxd', null],
  ['mười một chữ', null],
  ['ngắn quá 11', 'password_short'],
  ['a'.repeat(201), 'password_long'],
  ['Nguyễn Thị Mai', 'password_like_name'],
  ['nguyen thi mai1', 'password_like_name'],
  ['nguyenthimainguyenthimai', 'password_like_name'],
  ['aaaaaaaaaaaa', 'password_common'],
  ['abababababab', 'password_common'],
  ['123456789012', 'password_common'],
  ['0987654321098', 'password_common'],
  ['abcdefghijklm', 'password_common'],
  ['qwertyuiopas', 'password_common'],
  ['Password1234', 'password_common'],
  ['Matkhau123456', 'password_common'],
  ['Mật khẩu 123456', 'password_common'],
  ['MotCua@123456', 'password_common'],
])('requirements §8.1: the password %j of Nguyễn Thị Mai: %s', (password, fault) => {
  expect(passwordFault(password, 'Nguyễn Thị Mai')).toBe(fault);
});

test('characters are counted, not what they take in memory', () => {
  expect(passwordFault('🐈🐕🐇🐎🐖🐑🐓🦆🦉🦔🐢', 'mai')).toBe('password_short');
  expect(passwordFault('🐈🐕🐇🐎🐖🐑🐓🦆🦉🦔🐢🐍', 'mai')).toBe(null);
});
