import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printDate, tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { findBrowser, NO_BROWSER, openPage, type OpenPage } from '../../infra/dev/browser.ts';
import { HOOK_TIMEOUT_MS, openWorld, untilTodayIsLongEnough, type World } from '../support/e2e.ts';

/** The texts of the notice (requirements §2), written out: they must not come from the program under test. */
const M1 =
  'TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả';
const M2 =
  'TB: hồ sơ của quý ông/bà (MS: 0101701234) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo';
const M3 = (date: string) =>
  `TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày ${date}. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài chính ` +
  'nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo';
const M4 = 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Trả kết quả, trạng thái hồ sơ: Đúng hạn';

/** Until the evening of the story: the papers are asked for and brought before it. */
const EVENING_IN_MS = 15_000;
const found = findBrowser() !== undefined;

describe.skipIf(!found)(`the notice of 2017${found ? '' : ` (${NO_BROWSER})`}`, () => {
  let world: World;
  let opened: OpenPage;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    world = await openWorld('notice-2017');
    opened = await openPage(`${world.stack.telcoUrl}/#0905123456`);
  }, HOOK_TIMEOUT_MS);
  afterAll(async () => {
    await opened[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  test('one dossier, told as the notice tells it, on the telephone of its citizen', async () => {
    const { page, errors } = opened;
    const { time, date } = wallClock(EVENING_IN_MS);
    const evening = Date.parse(`${date}T${time}+07:00`);
    const due = tomorrow();
    const says = async (step: string | undefined, state?: string) =>
      expect((await world.progress('0101701234', step, state)).status).toBe(202);

    // "… sẽ được đề nghị cung cấp số điện thoại di động"
    await page.getByText('Chưa có tin nhắn.').waitFor();
    await using api = await world.startApi({ APOLOGY_TIME: time, APOLOGY_SPREAD: '0s' });
    const registered = await world.register({ receiptCode: '0101701234', phone: '0905 123 456', dueDate: due }, api.url);
    expect(registered.body).toMatchObject({ step: 'Tiếp nhận', phone: '0905 *** 456', apologyAt: new Date(evening).toISOString() });

    // "… trạng thái “Chờ bổ sung” … và chuyển về Bộ phận Một cửa"
    await says('Thẩm định', 'Đang xử lý');
    await says(undefined, 'Chờ bổ sung');
    await says('Bộ phận Một cửa');
    await arrived(page, [M2]);
    await says('Thẩm định', 'Đang xử lý');

    // "Vào thời điểm 17 giờ 30 hàng ngày … ngày hẹn trả kết quả là ngày hôm sau"
    expect(Date.now(), 'the papers were brought before the evening').toBeLessThan(evening);
    await sleep(evening - Date.now());
    await arrived(page, [M2, M3(printDate(due))]);

    // "… chuyển đến bước “Trả kết quả” … tiếp tục nhắn tin"
    await says('Trả kết quả');
    await arrived(page, [M2, M3(printDate(due)), M1]);

    // "MCKH_Mã số biên nhận và gửi đến đầu số 8083 … Cước phí cho 01 lần nhắn tin tra cứu là 1.000 đồng"
    await page.getByLabel('Nhắn tới 8083').fill('MCKH 0101701234');
    await page.getByRole('button', { name: 'Gửi', exact: true }).click();
    await arrived(page, [M2, M3(printDate(due)), M1, M4]);
    expect(await page.locator('.message.received').locator('.charge').allTextContents()).toEqual(['1.000 đ']);
    expect(await page.locator('.message.received .size').allTextContents()).toEqual([
      '2 tin · UCS-2',
      '4 tin · UCS-2',
      '2 tin · UCS-2',
      '2 tin · UCS-2',
    ]);
    expect(errors).toEqual([]);
  });
});

/** The page shows exactly these, byte for byte, in this order. */
async function arrived(page: Page, texts: readonly string[]): Promise<void> {
  const received = page.locator('.message.received .text');
  await received.nth(texts.length - 1).waitFor();
  expect((await received.allTextContents()).map((text) => Buffer.from(text))).toEqual(texts.map((text) => Buffer.from(text)));
}
