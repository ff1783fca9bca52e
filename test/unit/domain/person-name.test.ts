import { expect, test } from 'vitest';
import { readPersonName } from '../../../src/domain/person-name.ts';

test.each([
  ['mai', 'mai'],
  ['  Nguyễn  Thị Mai ', 'Nguyễn Thị Mai'],
  ['Nguyễn'.normalize('NFD'), 'Nguyễn'],
  ['mai.nguyen@sotaichinh.vn', 'mai.nguyen@sotaichinh.vn'],
  ["k'păh", "k'păh"],
  ['m', null],
  ['', null],
  ['-mai', null],
  ['mai<script>', null],
  ['mai\u0000', null],
  ['mai\u202egnod', null],
  ['a'.repeat(51), null],
  ['0905123456', null],
  ['mai 0905 123 456', null],
])('requirements §9: %j as a name is %j', (text, name) => {
  expect(readPersonName(text)).toBe(name);
});
