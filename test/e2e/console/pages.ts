import type { Page } from 'playwright-core';
import { CLOSED, DUE_TOMORROW, LONG_LIFE, UNREACHED } from '../../../infra/dev/pictures/fill-office.ts';
import type { Role } from '../../support/e2e.ts';

type Row = readonly [name: string, role: Role, address: string, prepare?: (page: Page) => Promise<unknown>];

const submit = (page: Page) => page.locator('main form[method=post] button.govuk-button:not([name])').first().click();
const refused = async (page: Page) => {
  await submit(page);
  await page.locator('.govuk-error-summary').waitFor();
};
const dossier = (code: string, form = '') => `/ho-so/${code}${form}`;

/** Every page in each of its states; a new page is a line. `prepare` brings it into the state. */
export const PAGES: readonly Row[] = [
  ['today of a clerk', 'clerk', '/hom-nay'],
  ['today of an operator', 'operator', '/hom-nay'],
  ['the list', 'clerk', '/ho-so'],
  ['a list that is empty', 'clerk', '/ho-so?list=tonight&step=Nơi%20khác'],
  ['a list with chips', 'clerk', '/ho-so?list=all&step=Thẩm%20định&closed=any'],
  ['a list with a bad filter', 'clerk', '/ho-so?list=all&dueFrom=x'],
  ['a search by number', 'clerk', '/ho-so?q=0905702165'],
  ['a dossier with a long life', 'clerk', dossier(LONG_LIFE)],
  [
    'its explanations',
    'clerk',
    dossier(LONG_LIFE),
    (page) => page.evaluate("document.querySelectorAll('details').forEach((e) => e.open = true)"),
  ],
  ['a dossier of an operator', 'operator', dossier(UNREACHED)],
  ['a dossier that is closed', 'auditor', dossier(CLOSED)],
  ['a dossier that is not there', 'clerk', dossier('0000000000')],
  ['a page of another role', 'clerk', '/tai-khoan'],
  ['a new dossier', 'clerk', '/ho-so/moi'],
  ['a new dossier, refused', 'clerk', '/ho-so/moi', refused],
  ['a move', 'clerk', dossier(DUE_TOMORROW, '/chuyen-buoc')],
  ['a move, refused', 'clerk', dossier(DUE_TOMORROW, '/chuyen-buoc'), refused],
  [
    'a move that is shown first',
    'clerk',
    dossier(DUE_TOMORROW, '/chuyen-buoc'),
    async (page) => {
      await page.getByLabel('Bước mới').fill('Trả kết quả');
      await page.getByRole('button', { name: 'Xem trước tin nhắn' }).click();
      await page.locator('.console-bubble').first().waitFor();
    },
  ],
  ['papers', 'clerk', dossier(DUE_TOMORROW, '/bo-sung')],
  ['a result', 'clerk', dossier(DUE_TOMORROW, '/tra-ket-qua')],
  ['a result that is there', 'clerk', dossier(LONG_LIFE, '/tra-ket-qua')],
  ['another date', 'clerk', dossier(DUE_TOMORROW, '/hen-lai')],
  ['another date, refused', 'clerk', dossier(DUE_TOMORROW, '/hen-lai'), refused],
  ['a number', 'clerk', dossier(DUE_TOMORROW, '/so-dien-thoai')],
  ['informed', 'clerk', dossier(UNREACHED, '/da-bao')],
  ['informed, refused', 'clerk', dossier(UNREACHED, '/da-bao'), refused],
  ['a close', 'clerk', dossier(LONG_LIFE, '/ket-thuc')],
  ['a close, refused', 'clerk', dossier(LONG_LIFE, '/ket-thuc'), refused],
  ['who was not told', 'clerk', '/chua-bao'],
  ['who was not told, for an operator', 'operator', '/chua-bao'],
  ['the messages', 'operator', '/tin-nhan'],
  ['no message', 'operator', '/tin-nhan?status=missed&day=2020-01-01'],
  ['sending again', 'operator', `/tin-nhan/gui-lai?key=${encodeURIComponent(`${UNREACHED}/result/1`)}`],
  ['the inquiries', 'operator', '/tra-cuu-tin'],
  ['no inquiry', 'operator', '/tra-cuu-tin?from=2020-01-01&to=2020-01-01'],
  ['the statistics', 'auditor', '/thong-ke'],
  ['the statistics of a day without dossiers', 'auditor', '/thong-ke?period=own&from=2020-01-01&to=2020-01-01'],
  ['the journal', 'auditor', '/nhat-ky'],
  ['the gateways', 'operator', '/cong-tin'],
  ['a share', 'operator', '/cong-tin/plain'],
  ['a share, refused', 'operator', '/cong-tin/plain', refused],
  ['the people', 'operator', '/tai-khoan'],
  ['a new person', 'operator', '/tai-khoan/moi'],
  ['a new person, refused', 'operator', '/tai-khoan/moi', refused],
  ['a person', 'operator', '/tai-khoan/nguoi/clerk'],
  ['the own password', 'clerk', '/doi-mat-khau'],
  ['the own password, refused', 'clerk', '/doi-mat-khau', refused],
  ['the second factor', 'clerk', '/xac-thuc-hai-lop'],
  ['the help', 'clerk', '/giup-do'],
];
