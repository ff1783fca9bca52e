import { afterAll, beforeAll, expect, test } from 'vitest';
import { KIND_WORDS, ROLE_WORDS, STATUS_WORDS } from '../../../src/api/console/texts/words.ts';
import { OUTCOME_NAMES } from '../../../src/domain/outcome-names.ts';
import { DOSSIER_LISTS } from '../../../src/domain/dossier-lists.ts';
import { OUTCOMES } from '../../../src/domain/dossier.ts';
import { GATEWAY_STATES, REFUSAL_KINDS } from '../../../src/domain/gateway-state.ts';
import { INQUIRY_OUTCOMES } from '../../../src/domain/inquiry-outcome.ts';
import { NOTICE_KINDS } from '../../../src/domain/notice-key.ts';
import { NOTICE_STATUSES } from '../../../src/domain/notice-status.ts';
import { ROLES } from '../../../src/domain/roles.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type PageAnswer } from '../../support/console.ts';
import { day } from '../../support/dossiers.ts';
import { readProjectFile } from '../../support/project-files.ts';

let api: Api;
let page: PageAnswer;
beforeAll(async () => {
  api = await openConsole();
  page = await (await signIn(api, 'clerk')).get('/giup-do');
});
afterAll(() => api[Symbol.asyncDispose]());

const FORMS = ['moi', 'chuyen-buoc', 'bo-sung', 'tra-ket-qua', 'hen-lai', 'so-dien-thoai', 'da-bao', 'ket-thuc', 'gui-lai'];
const ALARMS = ['sms_gateway_alarm', 'sms_gateway_up', 'unknown_agencies', 'dossier_problem', 'inquiry_charge_differences'];

test.each([
  ...DOSSIER_LISTS.map((each) => `danh-sach-${each}`),
  ...NOTICE_STATUSES.map((each) => `trang-thai-${each}`),
  ...NOTICE_KINDS.map((each) => `loai-tin-${each}`),
  ...GATEWAY_STATES.map((each) => `cong-tin-${each}`),
  ...REFUSAL_KINDS.map((each) => `tu-choi-${each}`),
  ...INQUIRY_OUTCOMES.map((each) => `tra-cuu-${each}`),
  ...ROLES.map((each) => `vai-tro-${each}`),
  ...FORMS.map((each) => `bieu-mau-${each}`),
  ...ALARMS.map((each) => `canh-bao-${each}`),
])('console §5: %s is explained in a sentence at an anchor of its own', (id) => {
  const explained = page.$(`#${id}`);
  expect(explained).toHaveLength(1);
  expect(explained.find('dt').text()).not.toBe('');
  expect(explained.find('dd').text()).toMatch(/\S.*\.$/);
});

test('console §5: the texts of the notices stand there word for word, with the price and the syntax of an inquiry', () => {
  const texts = page
    .$('.console-message')
    .toArray()
    .map((each) => page.$(each).text());
  expect(texts).toEqual([
    noticeText({ kind: 'result', round: 1 }, '0101701234', 'Sở Tài chính'),
    noticeText({ kind: 'supplement', round: 1 }, '0101701234', 'Sở Tài chính'),
    noticeText({ kind: 'apology', dueDate: day('2017-03-15') }, '0101701234', 'Sở Tài chính'),
  ]);
  const said = page.$('main').text();
  for (const word of ['MCKH <mã số biên nhận>', '8083', '1.000 đồng']) expect(said).toContain(word);
});

test('contract §1: an office with another number and another word finds those in the help', async () => {
  await using other = await openConsole({ SHORT_CODE: '8188', INQUIRY_KEYWORD: 'HS' });
  const said = (await (await signIn(other, 'clerk')).get('/giup-do')).$('#inquiry').parent().text();
  expect(said).toContain('HS <mã số biên nhận> gửi 8188, ví dụ: HS 0101701234.');
  expect(said).not.toMatch(/MCKH|8083/);
});

test('console §6: statuses, kinds, outcomes and roles have the words of the page', () => {
  const said = readProjectFile('docs/console.md');
  const words = [
    ...NOTICE_STATUSES.map((each) => [each, STATUS_WORDS[each].text]),
    ...NOTICE_KINDS.map((each) => [each, KIND_WORDS[each]]),
    ...OUTCOMES.map((each) => [each, OUTCOME_NAMES[each]]),
    ...ROLES.map((each) => [each, ROLE_WORDS[each]]),
  ];
  for (const [value, word] of words) expect(said).toContain(`${value} \`${word}\``);
});

test('each link of the contents leads to a heading, and no id stands twice', () => {
  const targets = page
    .$('.console-contents a')
    .toArray()
    .map((each) => page.$(each).attr('href') ?? '');
  expect(targets.length).toBeGreaterThan(8);
  for (const target of targets) expect([target, page.$(`h2${target}`).length]).toEqual([target, 1]);
  const ids = page
    .$('[id]')
    .toArray()
    .map((each) => page.$(each).attr('id'));
  expect(new Set(ids).size).toBe(ids.length);
});
