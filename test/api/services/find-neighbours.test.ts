import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DossierSort } from '../../../src/domain/dossier-lists.ts';
import { findNeighbours } from '../../../src/services/find-neighbours.ts';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
const SCOPE = { agencies: null };

beforeAll(async () => {
  api = await openApi();
  for (const [receiptCode, some] of Object.entries({
    'ROWS-2': { dueDate: '2099-01-02' },
    'ROWS-3': { dueDate: '2099-01-03', step: 'Thẩm định' },
    'ROWS-4': { dueDate: '2099-01-03', step: 'Thẩm định' },
    'ROWS-5': { dueDate: '2099-01-01', phone: '0905123456' },
    'ROWS-6': {},
  })) {
    const made = await api.register({ receiptCode, agency: 'default', ...some });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
});
afterAll(() => api[Symbol.asyncDispose]());

const around = async (code: string, sort: DossierSort, some: object = {}, scope: { agencies: string[] | null } = SCOPE) => {
  const { previous, next } = await findNeighbours(api.deps, scope, { list: 'all', closed: false, sort, ...some }, code);
  return [previous, next];
};

describe('requirements §8.2 the next and the previous dossier of a list', () => {
  test.each<[string, DossierSort, (string | null)[]]>([
    ['ROWS-5', 'due', [null, 'ROWS-2']],
    ['ROWS-3', 'due', ['ROWS-2', 'ROWS-4']],
    ['ROWS-4', 'due', ['ROWS-3', 'ROWS-6']],
    ['ROWS-6', 'due', ['ROWS-4', null]],
    ['ROWS-3', '-due', ['ROWS-4', 'ROWS-2']],
    ['ROWS-3', 'code', ['ROWS-2', 'ROWS-4']],
    ['ROWS-3', '-code', ['ROWS-4', 'ROWS-2']],
    ['rows.3', 'received', ['ROWS-2', 'ROWS-4']],
  ])('%s by %s', async (code, sort, expected) => {
    expect(await around(code, sort)).toEqual(expected);
  });

  test('only of those that its filters select', async () => {
    expect(await around('ROWS-4', 'due', { step: 'Thẩm định' })).toEqual(['ROWS-3', null]);
    expect(await around('ROWS-4', 'due', { q: '0905 123 456' })).toEqual(['ROWS-5', null]);
  });

  test('of a dossier that has left the list, those between which it would stand', async () => {
    await api.register({ receiptCode: 'ROWS-7', agency: 'default', dueDate: '2099-01-02' });
    await api.event('ROWS-7', { type: 'close', outcome: 'withdrawn' });
    expect(await around('ROWS-7', 'due')).toEqual(['ROWS-2', 'ROWS-3']);
    expect(await around('ROWS-2', 'due', { closed: null })).toEqual(['ROWS-5', 'ROWS-7']);
  });

  test('requirements §8.1 none of a foreign agency, and none of a dossier that is not there', async () => {
    expect(await around('ROWS-3', 'due', {}, { agencies: ['elsewhere'] })).toEqual([null, null]);
    expect(await around('NO-SUCH', 'due')).toEqual([null, null]);
  });
});
