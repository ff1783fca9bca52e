import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DossierSort } from '../../../src/domain/dossier-lists.ts';
import { findNeighbours } from '../../../src/services/find-neighbours.ts';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
const SCOPE = { agencies: null };

beforeAll(async () => {
  api = await openApi();
  for (const [receiptCode, some] of Object.entries({
    'ROW-2': { dueDate: '2099-01-02' },
    'ROW-3': { dueDate: '2099-01-03', step: 'Thẩm định' },
    'ROW-4': { dueDate: '2099-01-03', step: 'Thẩm định' },
    'ROW-5': { dueDate: '2099-01-01', phone: '0905123456' },
    'ROW-6': {},
  }))
    expect((await api.register({ receiptCode, agency: 'default', ...some })).status).toBe(201);
});
afterAll(() => api[Symbol.asyncDispose]());

const around = async (code: string, sort: DossierSort, some: object = {}, scope: { agencies: string[] | null } = SCOPE) => {
  const { previous, next } = await findNeighbours(api.deps, scope, { list: 'all', closed: false, sort, ...some }, code);
  return [previous, next];
};

describe('requirements §8.2 the next and the previous dossier of a list', () => {
  test.each<[string, DossierSort, (string | null)[]]>([
    ['ROW-5', 'due', [null, 'ROW-2']],
    ['ROW-3', 'due', ['ROW-2', 'ROW-4']],
    ['ROW-4', 'due', ['ROW-3', 'ROW-6']],
    ['ROW-6', 'due', ['ROW-4', null]],
    ['ROW-3', '-due', ['ROW-4', 'ROW-2']],
    ['ROW-3', 'code', ['ROW-2', 'ROW-4']],
    ['ROW-3', '-code', ['ROW-4', 'ROW-2']],
    ['row.3', 'received', ['ROW-2', 'ROW-4']],
  ])('%s by %s', async (code, sort, expected) => {
    expect(await around(code, sort)).toEqual(expected);
  });

  test('only of those that its filters select', async () => {
    expect(await around('ROW-4', 'due', { step: 'Thẩm định' })).toEqual(['ROW-3', null]);
    expect(await around('ROW-4', 'due', { q: '0905 123 456' })).toEqual(['ROW-5', null]);
  });

  test('of a dossier that has left the list, those between which it would stand', async () => {
    await api.register({ receiptCode: 'ROW-7', agency: 'default', dueDate: '2099-01-02' });
    await api.event('ROW-7', { type: 'close', outcome: 'withdrawn' });
    expect(await around('ROW-7', 'due')).toEqual(['ROW-2', 'ROW-3']);
    expect(await around('ROW-2', 'due', { closed: null })).toEqual(['ROW-5', 'ROW-7']);
  });

  test('requirements §8.1 none of a foreign agency, and none of a dossier that is not there', async () => {
    expect(await around('ROW-3', 'due', {}, { agencies: ['elsewhere'] })).toEqual([null, null]);
    expect(await around('NO-SUCH', 'due')).toEqual([null, null]);
  });
});
