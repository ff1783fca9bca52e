import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
const DOSSIERS = [
  { receiptCode: '010.2026.000123', phone: '0905123456' },
  { receiptCode: '010-2026-001234', phone: '01201234567' },
  { receiptCode: 'KH/ABC/77', phone: '+84 905 123 456' },
  { receiptCode: 'CLOSED-77', phone: '0905123456' },
];
beforeAll(async () => {
  api = await openApi();
  for (const each of DOSSIERS) await api.register(each);
  await api.event('CLOSED-77', { type: 'close', outcome: 'withdrawn' });
});
afterAll(() => api[Symbol.asyncDispose]());

const [FIRST, SECOND, ABC, CLOSED] = DOSSIERS.map(({ receiptCode }) => receiptCode);

describe('requirements §8.2 a clerk searches', () => {
  test.each([
    ['a code', '0102026000123', {}, [FIRST]],
    ['in any spelling', '010/2026 000123', {}, [FIRST]],
    ['and full-width', '０１０２０２６０００１２３', {}, [FIRST]],
    ['a part lists all that have it, at its end, in the middle, at the beginning', '1234', {}, [SECOND]],
    ['a part', '123', {}, [FIRST, SECOND]],
    ['a part', '010.2026', {}, [FIRST, SECOND]],
    ['a part', 'abc', {}, [ABC]],
    ['a number as it was registered', '0905123456', {}, [FIRST, ABC]],
    ['in any spelling', '84 905-123-456', {}, [FIRST, ABC]],
    ['without its zero', '905123456', {}, [FIRST, ABC]],
    ['with the prefix of before 2018', '0120 123 4567', {}, [SECOND]],
    ['with the prefix of now', '0701234567', {}, [SECOND]],
    ['open dossiers unless it says otherwise', '0905123456', { closed: 'true' }, [CLOSED]],
    ['both', '77', {}, null],
    ['both', '-77', {}, null],
    ['both', 'c77', { closed: 'any' }, [ABC]],
    ['both', 'CLOSED', { closed: 'any' }, [CLOSED]],
    ['with filters', '010', { step: 'Trả kết quả' }, []],
    ['what no code has', '%%%', {}, []],
    ['what no code has', '___', {}, []],
    ['what no code has', "' or 1=1 --", {}, []],
    ['what no code has', 'hồ sơ', {}, []],
    ['what is too long for a code', '1'.repeat(60), {}, []],
  ])('%s: %s', async (_, q, more, expected) => {
    const { status, body } = await api.get(`/v1/dossiers?${new URLSearchParams({ q, sort: 'code', ...more }).toString()}`);
    if (expected === null) return expect([status, body.errors?.[0]]).toMatchObject([422, { path: 'q', code: 'too_short' }]);
    const found = body.items.map(({ receiptCode }: { receiptCode: string }) => receiptCode);
    expect([status, new Set(found), body.total]).toEqual([200, new Set(expected), expected.length]);
  });
});
