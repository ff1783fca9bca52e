import { expect, test } from 'vitest';
import { shorten } from '../../../src/domain/shorten.ts';

test.each([
  ['Thẩm định', 9, 'Thẩm định'],
  ['Thẩm định', 8, 'Thẩm đị…'],
  ['Thẩm định', 7, 'Thẩm đ…'],
  ['Thẩm định', 6, 'Thẩm…'],
  ['𝒲𝒲𝒲', 3, '𝒲𝒲𝒲'],
  ['𝒲𝒲𝒲', 2, '𝒲…'],
  ['', 5, ''],
])('%j in at most %i characters is %j', (text, max, shown) => expect(shorten(text, max)).toBe(shown));
