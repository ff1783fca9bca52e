import postgres from 'postgres';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, NO_BROWSER } from '../../../infra/dev/browser.ts';
import { expectedTexts } from '../../../infra/dev/demo/expected-texts.ts';
import { printDate, wallClock } from '../../../infra/dev/demo/wall-clock.ts';
import { fillOffice, LONG_LIFE, UNREACHED } from '../../../infra/dev/pictures/fill-office.ts';
import { openConsoleWorld, lookAt, tabTo, type ConsoleWorld } from '../../support/console-world.ts';
import { eventually, HOOK_TIMEOUT_MS, untilTodayIsLongEnough } from '../../support/e2e.ts';
import { PAGES } from './pages.ts';

const DAY_MS = 86_400_000;
const dayAt = (days: number) => wallClock(days * DAY_MS).date;
const { M1, M2 } = expectedTexts;

const found = findBrowser() !== undefined;

describe.skipIf(!found)(`the console in a browser${found ? '' : ` (${NO_BROWSER})`}`, () => {
  let office: ConsoleWorld;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    office = await openConsoleWorld('console', { APOLOGY_TIME: '23:59' });
    await fillOffice(office.world.stack);
  }, HOOK_TIMEOUT_MS);

  afterAll(() => office[Symbol.asyncDispose]());

  // Before the journeys change what the pages show.
  describe('console §1: axe finds nothing at 1280 px and 390 px, and nothing is wider than the window', () => {
    for (const role of ['clerk', 'operator', 'auditor'] as const)
      test(`on the pages of the ${role}`, async () => {
        await using window = await office.openAs(role);
        const { page } = window;
        const faults: Record<string, readonly string[]> = {};
        for (const [name, , address, prepare] of PAGES.filter((row) => row[1] === role)) {
          await page.goto(address);
          await prepare?.(page);
          const wrong = await lookAt(page);
          if (wrong.length > 0) faults[name] = wrong;
        }
        expect(faults).toEqual({});
      });

    test('on the page for signing in', async () => {
      await using window = await office.openWindow();
      await window.page.goto('/dang-nhap');
      expect(await lookAt(window.page)).toEqual([]);
    });

    test('on a page with a banner', async () => {
      const code = await aDossier('0101709007');
      await using clerk = await office.openAs('clerk');
      await clerk.page.goto(`/ho-so/${code}/bo-sung`);
      await send(clerk.page, 'Yêu cầu bổ sung', 'Đã ghi yêu cầu bổ sung');
      expect(await lookAt(clerk.page)).toEqual([]);
    });
  });

  test('requirements §8.2: an office without software registers, moves, stops, re-appoints and hands over; the phone shows its SMS', async () => {
    const [code, phone] = ['0101709001', '0905123456'];
    await using clerk = await office.openAs('clerk');
    const { page } = clerk;
    await using telephone = await office.openWindow({ baseURL: office.world.stack.telcoUrl });
    await telephone.page.goto(`/#${phone}`);
    await telephone.page.getByText('Chưa có tin nhắn.').waitFor();
    const sms = (text: string) => telephone.page.locator('.message.received .text', { hasText: text }).waitFor();

    await page.goto('/ho-so');
    await page.getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    await fillRegistration(page, code, phone);
    await page.getByText('0905 *** 456, Tin nhắn gửi được').waitFor();
    await send(page, 'Tiếp nhận hồ sơ', `Đã tiếp nhận hồ sơ ${code}, hẹn trả ngày ${printDate(dayAt(3))}.`);

    await page.getByRole('button', { name: 'Chuyển bước' }).click();
    await page.getByLabel('Bước mới').fill('Thẩm định');
    await send(page, 'Chuyển bước', 'Đã chuyển hồ sơ đến bước “Thẩm định”.');

    await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).click();
    await page.getByText(M2(code)).waitFor();
    await page.getByLabel('Cần bổ sung gì').fill('Thiếu bảng kê tài sản');
    await send(page, 'Yêu cầu bổ sung', 'Đã ghi yêu cầu bổ sung');
    await sms(M2(code));

    await page.getByRole('button', { name: 'Hẹn lại' }).click();
    await page.getByLabel('Ngày hẹn mới').fill(dayAt(8));
    await page.getByLabel('Bổ sung giấy tờ').check();
    await page.getByText('gửi tin xin lỗi').last().waitFor();
    await sendUntilDone(page, 'Hẹn lại', `Đã hẹn lại hồ sơ đến ngày ${printDate(dayAt(8))}.`);

    await page.getByRole('button', { name: 'Trả kết quả' }).click();
    await page.getByText(M1(code)).waitFor();
    await send(page, 'Chuyển đến “Trả kết quả”', 'Tin báo kết quả đang được gửi đến 0905 *** 456.');
    await sms(M1(code));

    await page.getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByLabel('Đã trả kết quả').check();
    await send(page, 'Kết thúc hồ sơ', 'Đã kết thúc hồ sơ: Đã trả kết quả.');
    expect(await page.title()).toMatch(/^Đã trả kết quả · Hồ sơ 0101709001/);
    expect(await telephone.page.locator('.message.received .text').allTextContents()).toEqual([M2(code), M1(code)]);
    expect(await page.locator('main').textContent()).not.toContain('0905123456');
  });

  test('console §1: a clerk works by keyboard alone, from the sign-in to the result', async () => {
    const code = '0101709002';
    await using window = await office.openWindow();
    const { page } = window;
    await page.goto('/hom-nay');
    await page.keyboard.type('clerk');
    await page.keyboard.press('Tab');
    await page.keyboard.type(office.passwordOf('clerk'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/hom-nay');
    await press(page, page.getByRole('link', { name: /^Hồ sơ/ }));
    await press(page, page.getByRole('button', { name: 'Tiếp nhận hồ sơ' }));
    await page.locator('#receiptCode:focus').waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('Thủ tục'));
    await page.keyboard.type('QLG-01 · Thẩm định giá');
    await tabTo(page, page.getByLabel('Số điện thoại di động'));
    await page.keyboard.type('0905 123 457');
    await press(page, page.getByRole('button', { name: 'Tiếp nhận hồ sơ' }));
    await page.getByText(`Đã tiếp nhận hồ sơ ${code}, không có hạn.`).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Hồ sơ ${code}` }).waitFor();
    await press(page, page.getByRole('button', { name: 'Trả kết quả' }));
    await press(page, page.getByRole('button', { name: 'Chuyển đến “Trả kết quả”' }));
    await page.getByText('Tin báo kết quả đang được gửi đến 0905 *** 457.').waitFor();
    await eventually(async () => expect(await office.world.textsTo('84905123457')).toEqual([M1(code)]));

    await page.goto('/giup-do');
    await page.keyboard.press('Tab');
    await page.locator('.govuk-skip-link:focus').waitFor();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main-content');
  });

  test('console §4: an operator sees the evening, who was not told, sends again, sets a share and makes a person', async () => {
    await using operator = await office.openAs('operator');
    const { page } = operator;
    await page.goto('/');
    expect(await page.title()).toMatch(/^\d+ hồ sơ sẽ xin lỗi tối nay · Hôm nay/);
    await page.getByRole('link', { name: 'Xem danh sách chưa báo được' }).click();
    await page
      .getByRole('row', { name: UNREACHED })
      .getByRole('link', { name: /Gửi lại/ })
      .click();
    await page.getByText(M1(UNREACHED)).waitFor();
    await office.world.fault({ kind: 'none' });
    await send(page, 'Gửi lại', `Đã ra lệnh gửi lại tin báo kết quả của hồ sơ ${UNREACHED}`);
    await eventually(async () => expect(await office.world.textsTo('84905702202')).toEqual([M1(UNREACHED)]));

    await page.getByRole('link', { name: 'Cổng tin nhắn', exact: true }).click();
    await page.getByRole('link', { name: /Đổi tỷ lệ/ }).click();
    await page.getByLabel('Tỷ lệ').fill('50');
    await page.getByLabel('Lý do').fill('Nhà mạng bảo trì');
    await send(page, 'Đặt tỷ lệ', 'Đã đặt tỷ lệ của cổng plain là 50.');

    await page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await page
      .getByRole('button', { name: 'Thêm người' })
      .or(page.getByRole('link', { name: 'Thêm người' }))
      .click();
    await page.getByLabel('Tên').fill('Nguyễn Thị Mai');
    await page.getByLabel('Một cửa').check();
    await page.locator('main form[method=post] button.govuk-button').click();
    await page.locator('main code').waitFor();
    await page.goto('/tai-khoan');
    await page.getByRole('row', { name: 'Nguyễn Thị Mai' }).waitFor();
  });

  test('console §5: an operator and an auditor reach their pages by keyboard alone', async () => {
    await using operator = await office.openAs('operator');
    await operator.page.goto('/hom-nay');
    for (const name of [/^Tin nhắn/, /^Tra cứu/, /^Thống kê/, /^Cổng tin nhắn/, /^Tài khoản/, /^Giúp đỡ/]) {
      await press(operator.page, navigation(operator.page).getByRole('link', { name }));
      await operator.page.locator('nav [aria-current]', { hasText: name }).waitFor();
    }
    await using auditor = await office.openAs('auditor');
    const { page } = auditor;
    await page.goto('/hom-nay');
    await press(page, navigation(page).getByRole('link', { name: 'Thống kê' }));
    await page.getByRole('table').first().waitFor();
    const download = page.waitForEvent('download');
    await press(page, page.getByRole('link', { name: /XLSX/ }).or(page.getByRole('button', { name: /XLSX/ })));
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    await page.keyboard.press('/');
    await page.keyboard.type(LONG_LIFE);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Hồ sơ ${LONG_LIFE}` }).waitFor();
    expect(await page.getByRole('button', { name: 'Chuyển bước' }).count()).toBe(0);
  });

  test('console §3: of two clerks on one dossier the second is told what changed, and loses nothing that was typed', async () => {
    const code = await aDossier('0101709003');
    await using first = await office.openAs('clerk');
    await using second = await office.openAs('clerk');
    for (const { page } of [first, second]) {
      await page.goto(`/ho-so/${code}/chuyen-buoc`);
      await page.getByLabel('Bước mới').fill('Trình ký');
    }
    await second.page.getByLabel('Ghi chú').fill('Đã đủ giấy tờ');
    await first.page.getByLabel('Bước mới').fill('Thẩm định');
    await send(first.page, 'Chuyển bước', 'Đã chuyển hồ sơ đến bước “Thẩm định”.');
    await second.page.getByRole('button', { name: 'Chuyển bước', exact: true }).click();
    const told = second.page.getByRole('alert');
    await told.waitFor();
    expect(await told.textContent()).toContain('Thẩm định');
    expect(await second.page.title()).toContain(`Hồ sơ ${code} vừa thay đổi, chưa ghi gì`);
    expect(await second.page.getByLabel('Ghi chú').inputValue()).toBe('Đã đủ giấy tờ');
    expect(await lookAt(second.page)).toEqual([]);
    await send(second.page, 'Chuyển bước', 'Đã chuyển hồ sơ đến bước “Trình ký”.');
    expect(await stepsOf(code)).toEqual(['Thẩm định', 'Trình ký']);
  });

  test('console §1: when the session ends while a form is open, signing in brings back what was typed', async () => {
    const code = await aDossier('0101709004');
    await using clerk = await office.openAs('clerk');
    const { page } = clerk;
    await page.goto(`/ho-so/${code}/chuyen-buoc`);
    await page.getByLabel('Bước mới').fill('Thẩm định');
    await page.getByLabel('Ghi chú').fill('Đã gõ xong');
    const sql = postgres(office.world.stack.databaseUrl, { max: 1 });
    await sql`delete from sessions`;
    await sql.end();
    await page.getByRole('button', { name: 'Chuyển bước', exact: true }).click();
    await page.getByText('Phiên làm việc đã hết.').waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByLabel('Tên đăng nhập').fill('clerk');
    await page.getByLabel('Mật khẩu').fill('sai mật khẩu');
    await page.keyboard.press('Enter');
    await page.locator('.govuk-error-summary').waitFor();
    expect(await lookAt(page)).toEqual([]);
    await page.getByLabel('Mật khẩu').fill(office.passwordOf('clerk'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/ho-so/${code}/chuyen-buoc`);
    expect(await page.getByLabel('Bước mới').inputValue()).toBe('Thẩm định');
    expect(await page.getByLabel('Ghi chú').inputValue()).toBe('Đã gõ xong');
    await send(page, 'Chuyển bước', 'Đã chuyển hồ sơ đến bước “Thẩm định”.');
    expect(await stepsOf(code)).toEqual(['Thẩm định']);
  });

  test('console §3: a double click records it once, and the back button does not record it again', async () => {
    const code = await aDossier('0101709005');
    await using clerk = await office.openAs('clerk');
    const { page } = clerk;
    await page.goto(`/ho-so/${code}/chuyen-buoc`);
    await page.getByLabel('Bước mới').fill('Thẩm định');
    await page.getByRole('button', { name: 'Chuyển bước', exact: true }).dblclick();
    await page.getByText('Đã chuyển hồ sơ đến bước “Thẩm định”.').waitFor();
    await using plain = await office.openAs('clerk', { javaScriptEnabled: false });
    await plain.page.goto(`/ho-so/${code}/tra-ket-qua`);
    await plain.page.getByRole('button', { name: 'Chuyển đến “Trả kết quả”' }).dblclick();
    await plain.page.waitForURL((url) => url.pathname === `/ho-so/${code}`);
    await plain.page.goBack();
    await plain.page.getByText('Hồ sơ đã ở bước “Trả kết quả”').waitFor();
    expect(await plain.page.getByRole('button', { name: 'Chuyển đến “Trả kết quả”' }).count()).toBe(0);
    expect(await stepsOf(code)).toEqual(['Thẩm định', 'Trả kết quả']);
  });

  test('console §3: a dossier lives its whole life without JavaScript', async () => {
    const [code, phone] = ['0101709006', '0905123459'];
    await using clerk = await office.openAs('clerk', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const { page } = clerk;
    await page.goto('/ho-so/moi');
    await fillRegistration(page, code, phone);
    await sendUntilDone(page, 'Tiếp nhận hồ sơ', `Đã tiếp nhận hồ sơ ${code}`);
    await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).click();
    await send(page, 'Yêu cầu bổ sung', 'Đã ghi yêu cầu bổ sung');
    await page.getByRole('button', { name: 'Hẹn lại' }).click();
    await page.getByLabel('Ngày hẹn mới').fill(dayAt(9));
    await page.getByLabel('Bổ sung giấy tờ').check();
    await sendUntilDone(page, 'Hẹn lại', 'Đã hẹn lại hồ sơ');
    await page.getByRole('button', { name: 'Chuyển bước' }).click();
    await page.getByLabel('Bước mới').fill('Trả kết quả');
    await page.getByRole('button', { name: 'Xem trước tin nhắn' }).click();
    await page.getByText(M1(code)).waitFor();
    await send(page, 'Chuyển bước', 'Tin báo kết quả đang được gửi đến 0905 *** 459.');
    await page.getByRole('button', { name: 'Kết thúc' }).click();
    await page.getByLabel('Đã trả kết quả').check();
    await send(page, 'Kết thúc hồ sơ', 'Đã kết thúc hồ sơ');
    await eventually(async () => expect(await office.world.textsTo(`84${phone.slice(1)}`)).toEqual([M2(code), M1(code)]));
  });

  test('console §3: a printed dossier is a clean sheet with every explanation open', async () => {
    await using auditor = await office.openAs('auditor');
    const { page } = auditor;
    await page.goto(`/ho-so/${LONG_LIFE}`);
    const explanation = page.locator('.console-dossier .govuk-details__text').first();
    expect(await explanation.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await explanation.isVisible()).toBe(true);
    for (const hidden of ['.console-header', '.console-navigation', '.console-ways', '.console-actions'])
      for (const part of await page.locator(hidden).all()) expect([hidden, await part.isVisible()]).toEqual([hidden, false]);
  });

  test('console §1: a first visit is at most 100 KB over the wire, styles and scripts included', async () => {
    await using window = await office.openWindow();
    const { page } = window;
    const network = await window.context.newCDPSession(page);
    let bytes = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await network.send('Network.enable');
    await page.goto('/');
    await page.getByLabel('Tên đăng nhập').fill('operator');
    await page.getByLabel('Mật khẩu').fill(office.passwordOf('operator'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/hom-nay');
    await page.locator('.js-enabled').waitFor();
    console.log(`a first visit: ${bytes} bytes`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(100_000);
  });

  async function aDossier(receiptCode: string): Promise<string> {
    const { status, text } = await office.world.register({ receiptCode, phone: '0905123458', dueDate: dayAt(5) });
    if (status !== 201) throw new Error(`${receiptCode}: expected 201, came ${status} ${text}`);
    return receiptCode;
  }

  /** The steps to which events have moved it. */
  async function stepsOf(code: string): Promise<readonly string[]> {
    const { body } = await office.world.get(`/v1/dossiers/${code}/timeline`);
    return body.events.flatMap(({ type, step }: { type: string; step?: string }) => (type === 'progress' && step ? [step] : []));
  }
});

function navigation(page: Page) {
  return page.getByRole('navigation', { name: 'Các trang' });
}

async function press(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

async function fillRegistration(page: Page, code: string, phone: string): Promise<void> {
  await page.getByLabel('Mã số biên nhận').fill(code);
  await page.getByLabel('Thủ tục').fill('QLG-01 · Thẩm định giá');
  await page.getByLabel('Số điện thoại di động').fill(phone);
  await page.getByLabel('Ngày hẹn trả kết quả').fill(dayAt(3));
}

async function send(page: Page, button: string, banner: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
  await page.locator('.govuk-notification-banner', { hasText: banner }).waitFor();
}

/** What the form would send may have to be looked at first; then it is sent once more. */
async function sendUntilDone(page: Page, button: string, banner: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
  const done = page.locator('.govuk-notification-banner', { hasText: banner });
  const asked = page.getByText('Chưa ghi gì. Hãy xem');
  await done.or(asked).first().waitFor();
  if ((await asked.count()) > 0) await send(page, button, banner);
}
