import { describe, expect, test } from 'vitest';
import { printProcedure, readProcedure } from '../../../src/domain/read-procedure.ts';

const VALUATION = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const KNOWN = [VALUATION, { code: '1.00123', name: 'Cấp mã số', sameDay: true }, { code: '1.00124', name: 'Cấp mã số', sameDay: false }];

describe('console §3 the procedure of a new dossier, as it is typed', () => {
  test.each([['QLG-01 · Thẩm định giá'], ['QLG-01'], ['qlg-01'], ['thẩm định giá'], ['Tham dinh gia.'], [printProcedure(VALUATION)]])(
    '%s is one that was used before',
    (text) => {
      expect(readProcedure(text, KNOWN)).toEqual(VALUATION);
    },
  );

  test.each([
    ['QLG-02 · Kê khai giá', 'QLG-02', 'Kê khai giá'],
    ['QLG-02 - Kê khai giá', 'QLG-02', 'Kê khai giá'],
    ['QLG-02 – Kê khai giá - lần đầu', 'QLG-02', 'Kê khai giá - lần đầu'],
    ['QLG-02: Kê khai giá', 'QLG-02', 'Kê khai giá'],
    ['QLG, Kê khai giá', 'QLG', 'Kê khai giá'],
    ['1.001234.000.00.00.H32 Kê khai giá', '1.001234.000.00.00.H32', 'Kê khai giá'],
    ['  QLG-02   Kê khai giá ', 'QLG-02', 'Kê khai giá'],
    ['QLG-01 · Thẩm định giá đất', 'QLG-01', 'Thẩm định giá đất'],
  ])('%s is a new one', (text, code, name) => {
    expect(readProcedure(text, KNOWN)).toEqual({ code, name });
  });

  test.each(['Kê khai giá', 'QLG-09', '· Kê khai giá', 'QLG-09 ·', 'QLG-09 - ', '', '2 bản sao'])('%j lacks a code or a name', (text) => {
    expect(readProcedure(text, KNOWN)).toBeNull();
  });

  test('a name that two procedures have is none', () => {
    expect(readProcedure('Cấp mã số', KNOWN)).toBeNull();
  });
});
