import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
let api: Api;
let clerk: Browser;
const NUMBER = '0905123456';

beforeAll(async () => {
  api = await openConsole({ AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) });
  for (const [receiptCode, some] of Object.entries({
    '0101701234': { phone: NUMBER, step: 'Thẩm định' },
    '0101701235': { phone: '+84 905 123 456', dueDate: '2099-01-01' },
    '000.00.01.H32-261123-0001': {},
    'H32-777': { agency: 'so-y-te' },
    '0912345678': {},
  }))
    await api.register({ receiptCode, agency: 'default', ...some });
  clerk = await signIn(api, 'clerk');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** As the field in the head asks. */
const search = (browser: Browser, q: string) => browser.get(`/ho-so?${new URLSearchParams({ q, closed: 'any' }).toString()}`);
const codes = ({ $ }: PageAnswer) =>
  $('main tbody th')
    .toArray()
    .map((each) => $(each).text().trim());
const linksOf = ({ $ }: PageAnswer) =>
  $('a[href], form[action]')
    .toArray()
    .map((each) => $(each).attr('href') ?? $(each).attr('action') ?? '');

/** Follows the redirect to the address in which the number cannot be read. */
async function searchNumber(browser: Browser, typed: string): Promise<{ page: PageAnswer; address: string }> {
  const answer = await search(browser, typed);
  const address = answer.headers.get('location') ?? '';
  expect([typed, answer.status, address.startsWith('/ho-so?')]).toEqual([typed, 303, true]);
  return { page: await browser.get(address), address };
}

describe('requirements §8.2 the search by code', () => {
  test.each(['0101701234', ' 0101-70.1234 ', '０１０１７０１２３４'])(
    'a whole code in any spelling leads to its dossier: %s',
    async (q) => {
      const answer = await search(clerk, q);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ho-so/0101701234']);
    },
  );

  test('also one in which another code stands as a part of it, with the separators of the office', async () => {
    const answer = await search(clerk, '000 00 01 h32 261123 0001');
    expect(answer.headers.get('location')).toBe('/ho-so/000.00.01.H32-261123-0001');
  });

  test('a part lists the dossiers that have it, and stays in the field and as a chip', async () => {
    const page = await search(clerk, '0170123');
    expect([page.status, codes(page)]).toEqual([200, ['0101701235', '0101701234']]);
    expect(page.$('h1').text()).toBe('Tìm “0170123”');
    expect(page.$('title').text()).toMatch(/^2 hồ sơ · Tìm “0170123”/);
    expect(page.$('#search').attr('value')).toBe('0170123');
    expect(page.$('.console-chip').first().text()).toContain('Tìm “0170123”');
  });

  test('a whole code with another filter stays in the list', async () => {
    const page = await clerk.get('/ho-so?q=0101701234&closed=any&list=due_soon');
    expect([page.status, codes(page)]).toEqual([200, []]);
  });

  test('nothing found says what to do', async () => {
    const page = await search(clerk, 'ABC-999');
    expect(page.status).toBe(200);
    expect(page.$('main .govuk-inset-text').text()).toContain('“ABC-999”');
  });

  test('requirements §8.1 a code of a foreign agency is not found', async () => {
    const bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
    const page = await search(bound, '0101701234');
    expect([page.status, codes(page)]).toEqual([200, []]);
    expect((await search(bound, 'h32/777')).headers.get('location')).toBe('/ho-so/H32-777');
  });
});

describe('requirements §9 the search by telephone number', () => {
  test.each([NUMBER, '+84905123456', '0905.123.456', ' 905123456'])('finds the dossiers of the number: %s', async (typed) => {
    const { page, address } = await searchNumber(clerk, typed);
    expect([page.status, codes(page)]).toEqual([200, ['0101701235', '0101701234']]);
    expect(page.$('h1').text()).toBe('Tìm “0905 *** 456”');
    for (const text of [address, page.html]) expect(text.replace(/\D/g, '')).not.toContain('905123456');
  });

  test('no address of its pages holds the number, and each of them searches for it', async () => {
    const { page } = await searchNumber(clerk, NUMBER);
    const lists = linksOf(page).filter((href) => href.includes('so='));
    expect(lists.length).toBeGreaterThan(2); // two heads of columns, the chips
    for (const href of linksOf(page)) expect(decodeURIComponent(href).replace(/\D/g, '')).not.toContain('905123456');
    const reversed = lists.find((href) => href.startsWith('/ho-so?') && href.includes('sort=-due')) ?? '';
    expect(codes(await clerk.get(reversed))).toEqual(['0101701234', '0101701235']);
  });

  test('the form with the filters keeps it, until other words are typed', async () => {
    const { page } = await searchNumber(clerk, NUMBER);
    const so = page.$('input[name=so]').attr('value') ?? '';
    const filtered = await clerk.get(`/ho-so?${new URLSearchParams({ so, q: '', closed: 'any', step: 'Thẩm định' }).toString()}`);
    expect(codes(filtered)).toEqual(['0101701234']);
    const other = await clerk.get(`/ho-so?${new URLSearchParams({ so, q: 'H32', closed: 'any', list: 'all', step: '' }).toString()}`);
    expect(codes(other)).toContain('H32-777');
  });

  test('means nothing in the session of somebody else', async () => {
    const { address } = await searchNumber(clerk, NUMBER);
    const other = await (await signIn(api, 'operator')).get(address);
    expect([other.status, other.$('#q-error').text().includes('hãy gõ lại số')]).toEqual([422, true]);
  });

  test('a number that is also the whole code of one dossier leads there when nothing else is found', async () => {
    const answer = await search(clerk, '0912345678');
    const second = await clerk.get(answer.headers.get('location') ?? '');
    expect([second.status, second.headers.get('location')]).toEqual([303, '/ho-so/0912345678']);
    await api.register({ receiptCode: 'OF-THE-SAME', agency: 'default', phone: '0912345678' });
    expect(codes((await searchNumber(clerk, '0912345678')).page).toSorted()).toEqual(['0912345678', 'OF-THE-SAME']);
  });

  test('nothing found shows the number masked', async () => {
    const { page } = await searchNumber(clerk, '0987654321');
    expect(page.$('main .govuk-inset-text').text()).toContain('“0987 *** 321”');
    expect(page.html).not.toContain('0987654321');
  });
});
