import { expect, test } from 'vitest';
import { cameFromList } from '../../../../src/api/console/came-from-list.ts';
import { sealNumber } from '../../../../src/api/console/number-seal.ts';
import type { Session } from '../../../../src/services/sessions.ts';

const SESSION: Session = { id: Buffer.from('session'), name: 'An', role: 'clerk', agencies: null };
const SECRETS = ['secret'];

test('console §3: a dossier knows the list from which the person came', () => {
  const tu = new URLSearchParams({ list: 'due_soon', step: 'Thẩm định', sort: '-due', closed: 'false' }).toString();
  expect(cameFromList(tu, SESSION, SECRETS)).toMatchObject({
    address: '/ho-so?list=due_soon&step=Th%E1%BA%A9m+%C4%91%E1%BB%8Bnh&sort=-due',
    request: { list: 'due_soon', step: 'Thẩm định', sort: '-due', closed: false },
    tu: 'list=due_soon&step=Th%E1%BA%A9m+%C4%91%E1%BB%8Bnh&sort=-due',
  });
  expect(cameFromList('', SESSION, SECRETS)).toMatchObject({ address: '/ho-so', request: { list: 'all', sort: 'due' }, tu: '' });
});

test('requirements §9 a list of a number is known again, and its address does not hold the number', () => {
  const so = sealNumber('0905123456', SESSION, SECRETS);
  const from = cameFromList(new URLSearchParams({ so, closed: 'any' }).toString(), SESSION, SECRETS);
  expect(from?.request).toMatchObject({ q: '0905123456', closed: null });
  expect(from?.address).toBe(`/ho-so?closed=any&so=${so}`);
});

test.each([undefined, 'list=none', 'dueFrom=x', 'so=made-up'])('nothing is known from %s', (tu) => {
  expect(cameFromList(tu, SESSION, SECRETS)).toBeNull();
});
