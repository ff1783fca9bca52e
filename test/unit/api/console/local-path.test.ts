import { expect, test } from 'vitest';
import { readLocalPath } from '../../../../src/api/console/local-path.ts';

test.each([
  ['/hom-nay', '/hom-nay'],
  ['/ho-so?list=overdue&step=Th%E1%BA%A9m', '/ho-so?list=overdue&step=Th%E1%BA%A9m'],
  ['/ho-so/../tai-khoan', '/tai-khoan'],
  ['/ho-so#x', '/ho-so'],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['/a/..//evil.example', null],
  ['\\/evil.example', null],
  ['/\t/evil.example', null],
  ['/\n/evil.example', null],
  ['https://evil.example/', null],
  ['javascript:alert(1)', null],
  ['evil.example', null],
  ['', null],
  ['/ho-so/Đ', null],
  ['/dang-nhap', null],
  ['/dang-nhap?tiep=%2Fhom-nay', null],
  ['/x/../dang-xuat', null],
  [`/${'a'.repeat(2000)}`, null],
])('%j leads to %j', (text, path) => {
  expect(readLocalPath(text)).toBe(path);
});
