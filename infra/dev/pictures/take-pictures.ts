import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { StackPerson } from '../../stack/people.ts';
import { DUE_TOMORROW, LONG_LIFE, UNREACHED } from './fill-office.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures');

const WIDTHS = [1280, 390];
/** A longer page is cut there; a picture is for looking, not for reading. */
const HEIGHT_MAX = 1200;

type Picture = readonly [file: string, role: string | null, address: string];

/** Each page of the console; a new page is a line. */
const PICTURES: readonly Picture[] = [
  ['dang-nhap', null, '/dang-nhap'],
  ['hom-nay', 'clerk', '/hom-nay'],
  ['hom-nay-van-hanh', 'operator', '/hom-nay'],
  ['ho-so', 'clerk', '/ho-so'],
  ['mot-ho-so', 'clerk', `/ho-so/${LONG_LIFE}`],
  ['ho-so-moi', 'clerk', '/ho-so/moi'],
  ['chuyen-buoc', 'clerk', `/ho-so/${DUE_TOMORROW}/chuyen-buoc`],
  ['tra-ket-qua', 'clerk', `/ho-so/${DUE_TOMORROW}/tra-ket-qua`],
  ['hen-lai', 'clerk', `/ho-so/${DUE_TOMORROW}/hen-lai`],
  ['chua-bao', 'clerk', '/chua-bao'],
  ['tin-nhan', 'operator', '/tin-nhan'],
  ['gui-lai', 'operator', `/tin-nhan/gui-lai?key=${encodeURIComponent(`${UNREACHED}/result/1`)}`],
  ['tra-cuu-tin', 'operator', '/tra-cuu-tin'],
  ['thong-ke', 'auditor', '/thong-ke'],
  ['nhat-ky', 'auditor', '/nhat-ky'],
  ['cong-tin', 'operator', '/cong-tin'],
  ['tai-khoan', 'operator', '/tai-khoan'],
  ['giup-do', 'clerk', '/giup-do'],
];

type Office = { readonly browser: Browser; readonly apiUrl: string; readonly people: readonly StackPerson[] };

/** Photographs each page of the console at both widths, into docs/pictures. @throws when a page does not answer or nobody can sign in */
export async function takePictures({ browser, apiUrl, people }: Office): Promise<void> {
  for (const role of new Set(PICTURES.map(([, role]) => role))) {
    const context = await browser.newContext({ baseURL: apiUrl, locale: 'vi-VN' });
    const page = await context.newPage();
    const person = people.find((each) => each.role === role);
    if (person) {
      await page.goto('/dang-nhap');
      await page.locator('#name').fill(person.name);
      await page.locator('#password').fill(person.password);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/hom-nay');
    }
    for (const [file, , address] of PICTURES.filter((picture) => picture[1] === role)) {
      await page.goto(address);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const height = Math.min(HEIGHT_MAX, Number(await page.evaluate('document.documentElement.scrollHeight')));
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: path.join(FOLDER, `${file}-${width}.png`), animations: 'disabled' });
      }
    }
    await context.close();
  }
}
